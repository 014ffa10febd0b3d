package io.github.opendcr.e2e.rfc;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.ConcurrentCalls;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * RFC 9110, of which the client configuration endpoint has entity tags (§8.8.3) and
 * conditional requests (§13), section by section.
 */
class Rfc9110Tests {

	private static final String CLIENT = """
			{"redirect_uris": ["https://client.example/cb"], "client_name": "Before"}""";

	private static final TestServer server = TestServer.shared();

	private Registered client;

	@BeforeEach
	void register() {
		this.client = server.registered(CLIENT);
	}

	private String tag() {
		return this.client.answer().header("ETag");
	}

	private static Answer read(Registered client, String... headers) {
		return server.http().get(client.uri(), with(client, headers));
	}

	private static Answer update(Registered client, Map<String, Object> update, String... headers) {
		return server.http().put(client.uri(), Answer.write(update), with(client, headers));
	}

	private Answer rename(String... headers) {
		return update(this.client, this.client.asUpdate("client_name", "After"), headers);
	}

	private static String[] with(Registered client, String... headers) {
		String[] bearer = client.answer().bearer();
		String[] all = new String[headers.length + 2];
		System.arraycopy(headers, 0, all, 0, headers.length);
		all[headers.length] = bearer[0];
		all[headers.length + 1] = bearer[1];
		return all;
	}

	private static void assertFailed(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(412);
		Refusals.assertRefused(answer);
		assertThat(answer.json()).containsEntry("error", "invalid_request");
	}

	private void assertUnchanged() {
		Answer read = read(this.client).expect(200);
		assertThat(read.json()).containsEntry("client_name", "Before");
		assertThat(read.header("ETag")).isEqualTo(tag());
	}

	@Nested
	class Section883EntityTag {

		@Test
		void answersThenHaveTheStrongTagOfTheClient() {
			assertThat(tag()).matches("\"[A-Za-z0-9_-]{43}\"");
			assertThat(read(Rfc9110Tests.this.client).header("ETag")).isEqualTo(tag());
			Answer updated = rename().expect(200);
			assertThat(updated.header("ETag")).matches("\"[A-Za-z0-9_-]{43}\"").isNotEqualTo(tag());
			assertThat(read(Rfc9110Tests.this.client.as(updated)).header("ETag")).isEqualTo(updated.header("ETag"));
		}

		@Test
		void clientsThenHaveDifferentTags() {
			assertThat(server.registered(CLIENT).answer().header("ETag")).isNotEqualTo(tag());
		}

		@Test
		void statusWhenChangedThenAnotherTag() {
			server.bean(ClientLifecycle.class).disable(Rfc9110Tests.this.client.id());
			assertThat(read(Rfc9110Tests.this.client).expect(200).header("ETag")).isNotEqualTo(tag());
		}

		@Test
		void tokenWhenNotRotatedThenAnotherTagWithEachUpdate() {
			TestServer still = TestServer.shared("dcr.registration-access-token.rotate-on-update=false");
			Registered same = still.registered(CLIENT);
			assertThat(same.update(same.asUpdate()).expect(200).header("ETag"))
				.isNotEqualTo(same.answer().header("ETag"));
		}

		@Test
		void refusalThenHasNoTag() {
			assertThat(Rfc9110Tests.this.client.update("{").expect(400).header("ETag")).isEmpty();
			assertThat(read(Rfc9110Tests.this.client, "If-Match", "\"x\"").header("ETag")).isEmpty();
		}

	}

	@Nested
	class Section1311IfMatch {

		@Test
		void updateWhenTagIsCurrentThenChanged() {
			Answer updated = rename("If-Match", tag()).expect(200);
			assertThat(updated.json()).containsEntry("client_name", "After");
		}

		@ParameterizedTest
		@ValueSource(
				strings = { "*", " * ", "\"other\", %s", "%s,\"other\"", "\"a,b\" ,\t%s", ",, %s,", "W/\"x\", %s" })
		void updateWhenAnyOfAListThenChanged(String list) {
			rename("If-Match", list.formatted(tag())).expect(200);
		}

		@Test
		void updateWhenInSeveralLinesThenOneList() {
			rename("If-Match", "\"other\"", "If-Match", tag()).expect(200);
		}

		@ParameterizedTest
		@ValueSource(strings = { "\"other\"", "W/%s", "\"\"", "\"*\"", "W/\"*\", \"other\"" })
		void updateWhenNoneMatchesStronglyThen412AndNothingChanges(String other) {
			assertFailed(rename("If-Match", other.formatted(tag())));
			assertUnchanged();
		}

		@Test
		void updateWhenChangedSinceThen412() {
			Registered updated = Rfc9110Tests.this.client.as(rename());
			assertFailed(update(updated, updated.asUpdate("client_name", "Late"), "If-Match", tag()));
			assertThat(updated.read().json()).containsEntry("client_name", "After");
		}

		@ParameterizedTest
		@ValueSource(strings = { "x", "\"x", "x\"", "w/\"x\"", "W/ \"x\"", "\"x\" \"y\"", "*, \"x\"", "\"x\", *", "",
				",", "\"x\";q=1", "\"a b\"", "'x'" })
		void requestWhenMalformedThen400AndNothingChanges(String malformed) {
			Refusals.assertRefused(rename("If-Match", malformed), "invalid_request", "If-Match", "ETag");
			Refusals.assertRefused(read(Rfc9110Tests.this.client, "If-Match", malformed), "invalid_request");
			Refusals.assertRefused(
					server.http()
						.delete(Rfc9110Tests.this.client.uri(), with(Rfc9110Tests.this.client, "If-Match", malformed)),
					"invalid_request");
			assertUnchanged();
		}

		@Test
		void readThenOnlyIfItMatches() {
			read(Rfc9110Tests.this.client, "If-Match", tag()).expect(200);
			assertFailed(read(Rfc9110Tests.this.client, "If-Match", "\"other\""));
		}

		@Test
		void deleteThenOnlyIfItMatches() {
			String uri = Rfc9110Tests.this.client.uri();
			assertFailed(server.http().delete(uri, with(Rfc9110Tests.this.client, "If-Match", "\"other\"")));
			assertUnchanged();
			server.http().delete(uri, with(Rfc9110Tests.this.client, "If-Match", tag())).expect(204);
		}

		@Test
		void rotateThenOnlyIfItMatches() {
			String secret = Rfc9110Tests.this.client.uri() + "/secret";
			assertFailed(server.post(secret, "", with(Rfc9110Tests.this.client, "If-Match", "\"other\"")));
			assertFailed(server.post(secret, "", with(Rfc9110Tests.this.client, "If-None-Match", tag())));
			Refusals.assertRefused(server.post(secret, "", with(Rfc9110Tests.this.client, "If-Match", "x")),
					"invalid_request", "If-Match");
			assertUnchanged();
			Answer rotated = server.post(secret, "", with(Rfc9110Tests.this.client, "If-Match", tag())).expect(200);
			assertThat(rotated.header("ETag")).isNotEqualTo(tag());
			assertFailed(server.post(secret, "", with(Rfc9110Tests.this.client, "If-Match", tag())));
		}

		// "if it can determine that the state change has already been made"
		@Test
		void updateWhenRepeatedAfterItsAnswerWasLostThenAnsweredAsBefore() {
			Answer lost = rename("If-Match", tag()).expect(200);
			Answer again = rename("If-Match", tag()).expect(200);
			assertThat(again.body()).isEqualTo(lost.body());
			assertThat(again.header("ETag")).isEqualTo(lost.header("ETag"));
		}

		@Test
		void updateWhenManyAtOnceWithATokenThatStaysThenTheFirstChangesAnd412() throws Exception {
			TestServer still = TestServer.shared("dcr.registration-access-token.rotate-on-update=false");
			Registered same = still.registered(CLIENT);
			try (ConcurrentCalls calls = new ConcurrentCalls()) {
				List<Answer> answers = calls.atOnce(50, (i) -> update(same, same.asUpdate("client_name", "Name " + i),
						"If-Match", same.answer().header("ETag")));
				List<Answer> changed = answers.stream().filter((answer) -> answer.status() == 200).toList();
				assertThat(changed).as(answers.toString()).hasSize(1);
				answers.stream().filter((answer) -> answer.status() != 200).forEach(Rfc9110Tests::assertFailed);
				assertThat(same.read().json()).containsEntry("client_name", changed.get(0).string("client_name"));
			}
		}

	}

	@Nested
	class Section1312IfNoneMatch {

		@ParameterizedTest
		@ValueSource(strings = { "%s", "W/%s", "*", "\"other\", %s" })
		void readWhenKnownThen304WithTheTag(String known) {
			Answer answer = read(Rfc9110Tests.this.client, "If-None-Match", known.formatted(tag())).expect(304);
			assertThat(answer.body()).isEmpty();
			assertThat(answer.header("ETag")).isEqualTo(tag());
			assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
		}

		@Test
		void readWhenChangedSinceThenTheClient() {
			Registered updated = Rfc9110Tests.this.client.as(rename());
			assertThat(read(updated, "If-None-Match", tag()).expect(200).json()).containsEntry("client_name", "After");
		}

		@ParameterizedTest
		@ValueSource(strings = { "*", "%s", "W/%s" })
		void updateOrDeleteWhenItMatchesThen412AndNothingChanges(String tag) {
			assertFailed(rename("If-None-Match", tag.formatted(tag())));
			assertFailed(server.http()
				.delete(Rfc9110Tests.this.client.uri(),
						with(Rfc9110Tests.this.client, "If-None-Match", tag.formatted(tag()))));
			assertUnchanged();
		}

		@Test
		void updateWhenItDoesNotMatchThenChanged() {
			rename("If-None-Match", "\"other\"").expect(200);
		}

	}

	@Nested
	class Section132Evaluation {

		// §13.2.1: not if the answer would be no success without them
		@Test
		void requestWhenRefusedAnywayThenAsWithoutConditions() {
			String[] wrong = { "Authorization", "Bearer wrong", "If-Match", "x" };
			Refusals.assertInvalidToken(server.http().get(Rfc9110Tests.this.client.uri(), wrong));
			server.bean(ClientLifecycle.class).disable(Rfc9110Tests.this.client.id());
			rename("If-Match", "\"other\"").expect(403);
		}

		// §13.2.2: If-Match first
		@Test
		void readWhenBothThenIfMatchCountsFirst() {
			assertFailed(read(Rfc9110Tests.this.client, "If-Match", "\"other\"", "If-None-Match", tag()));
			read(Rfc9110Tests.this.client, "If-Match", tag(), "If-None-Match", tag()).expect(304);
		}

	}

}
