package io.github.opendcr.e2e.feature;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationPermission;
import io.github.opendcr.RegistrationRequest;
import io.github.opendcr.admission.Admission;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.ConcurrentCalls;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.SeenEvents;
import io.github.opendcr.testkit.TestServer;
import io.github.opendcr.token.InitialAccessTokenTerms;
import io.github.opendcr.token.InitialAccessTokens;
import io.github.opendcr.token.IssuedInitialAccessToken;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Requests with an {@code Idempotency-Key}, by the sections of
 * draft-ietf-httpapi-idempotency-key-header-07: done once, and answered as often as they
 * come. On two nodes: {@code SharedDatabaseUpdateIT}.
 */
class IdempotencyKeyTests {

	private static final String KEY = "Idempotency-Key";

	private static final int PARALLEL = 50;

	private static final String CLIENT = """
			{"redirect_uris": ["https://client.example/cb"], "client_name": "Client"}""";

	private static final String OTHER = """
			{"redirect_uris": ["https://client.example/cb"], "client_name": "Other"}""";

	private static TestServer server;

	private static MutableClock clock;

	private final String key = UUID.randomUUID().toString();

	@BeforeAll
	static void start() {
		server = TestServer.start(Application.class, "dcr.dry-run.enabled=true");
		clock = server.bean(MutableClock.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private Answer register(String json, String... headers) {
		return register(server, json, headers);
	}

	private Answer register(TestServer at, String json, String... headers) {
		return at.register(json, with(headers, KEY, this.key));
	}

	private Answer update(Registered client, Map<String, Object> update, String... headers) {
		return client.http()
			.put(client.uri(), Answer.write(update), with(with(headers, client.answer().bearer()), KEY, this.key));
	}

	private static String[] with(String[] headers, String... more) {
		String[] all = new String[headers.length + more.length];
		System.arraycopy(headers, 0, all, 0, headers.length);
		System.arraycopy(more, 0, all, headers.length, more.length);
		return all;
	}

	private static int kept() {
		return server.bean(JdbcTemplate.class)
			.queryForObject("SELECT count(*) FROM dcr_idempotent_request", Integer.class);
	}

	private static void assertSame(Answer again, Answer first) {
		assertThat(again.status()).as(again.toString()).isEqualTo(first.status());
		assertThat(again.body()).isEqualTo(first.body());
		assertThat(headers(again)).isEqualTo(headers(first));
	}

	private static Map<String, List<String>> headers(Answer answer) {
		Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
		headers.remove("date");
		return headers;
	}

	private static void assertUsedOtherwise(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(422);
		Refusals.assertRefused(answer);
		assertThat(answer.json()).containsEntry("error", "invalid_request");
		assertThat(answer.string("error_description")).contains(KEY, "new key");
	}

	private static String[] bearer(InitialAccessTokenTerms terms) {
		IssuedInitialAccessToken token = server.bean(InitialAccessTokens.class).issue(terms);
		return Registered.bearer(token.value());
	}

	@Nested
	class Section21Syntax {

		@Test
		void registerWhenQuotedOrNotThenTheSameKey() {
			Answer first = register(CLIENT);
			assertSame(server.register(CLIENT, KEY, '"' + IdempotencyKeyTests.this.key + '"'), first);
		}

		@Test
		void registerWhenEscapedThenRead() {
			String quoted = "\"" + IdempotencyKeyTests.this.key + " \\\"\\\\\"";
			assertSame(server.register(CLIENT, KEY, quoted), server.register(CLIENT, KEY, quoted).expect(201));
		}

		@ParameterizedTest
		@ValueSource(strings = { "", "\"", "\"\"", "two words that are long enough", "\"open and long enough to be one",
				"a-key-that-is-long-enough;with=parameters", "\"a key that is long enough\" x",
				"\"a key that is long enough \\x\"" })
		void registerWhenMalformedThen400AndNothingIsRegistered(String malformed) {
			Map<String, Integer> before = server.rows();
			Refusals.assertRefused(server.register(CLIENT, KEY, malformed), "invalid_request", KEY);
			assertThat(server.rows()).isEqualTo(before);
		}

		@Test
		void registerWhenTooLongOrTwiceThen400() {
			server.register(CLIENT, KEY, "k".repeat(255)).expect(201);
			Refusals.assertRefused(server.register(CLIENT, KEY, "k".repeat(256)), "invalid_request", KEY);
			Refusals.assertRefused(register(CLIENT, KEY, "another-key-that-is-long-enough"), "invalid_request", KEY);
		}

	}

	/**
	 * The answer holds credentials: the key alone must be as hard to guess as they are,
	 * or a token is needed beside it.
	 */
	@Nested
	class Section22UniquenessAndSection5Security {

		@Test
		void registerWhenShortThenOnlyWithAToken() {
			Refusals.assertRefused(server.register(CLIENT, KEY, "1"), "invalid_request", "22 characters", "random");
			String[] token = bearer(InitialAccessTokenTerms.SINGLE_USE);
			Answer first = server.register(CLIENT, with(token, KEY, "1")).expect(201);
			assertSame(server.register(CLIENT, with(token, KEY, "1")), first);
		}

		@Test
		void registerWhenKeyIsStolenByWhoHasAnotherTokenThenAClientOfItsOwn() {
			Answer first = register(CLIENT, bearer(InitialAccessTokenTerms.SINGLE_USE)).expect(201);
			Answer other = register(CLIENT, bearer(InitialAccessTokenTerms.SINGLE_USE)).expect(201);
			Answer none = register(CLIENT).expect(201);
			assertThat(List.of(first.clientId(), other.clientId(), none.clientId())).doesNotHaveDuplicates();
		}

		@Test
		void registerWhenPermissionKnowsTheCallerThenItIsAskedAgainAndAnswersNoOtherOne() {
			Answer alice = register(CLIENT, Callers.NAME, "alice").expect(201);
			assertSame(register(CLIENT, Callers.NAME, "alice"), alice);
			assertUsedOtherwise(register(CLIENT, Callers.NAME, "bob"));
			assertUsedOtherwise(register(CLIENT));
			Answer refused = register(CLIENT, Callers.NAME, Callers.LOCKED);
			assertThat(refused.status()).isIn(401, 403);
			assertThat(refused.body()).doesNotContain(alice.clientId());
		}

		@Test
		void registerThenWhatIsKeptIsEncrypted() {
			Answer first = register(CLIENT).expect(201);
			String rows = server.bean(JdbcTemplate.class)
				.queryForList("SELECT id, CAST(answer AS varchar(100000)) answer FROM dcr_idempotent_request")
				.toString();
			assertThat(rows).contains("{dcr-aes-gcm}")
				.doesNotContain(first.clientId(), first.string("client_secret"), IdempotencyKeyTests.this.key, "dcr_");
		}

	}

	@Nested
	class Section23Validity {

		@Test
		void registerWhenKeptLongEnoughThenAnotherClient() {
			Answer first = register(CLIENT).expect(201);
			clock.advance(Duration.ofHours(24).minusMillis(1));
			assertSame(register(CLIENT), first);
			clock.advance(Duration.ofMillis(1));
			Answer second = register(CLIENT).expect(201);
			assertThat(second.clientId()).isNotEqualTo(first.clientId());
			assertSame(register(CLIENT), second);
		}

		@Test
		void registerWhenTurnedOffThenTheHeaderHasNoMeaning() {
			TestServer off = TestServer.shared("dcr.idempotency.time-to-live=0");
			assertThat(register(off, CLIENT).expect(201).clientId())
				.isNotEqualTo(register(off, CLIENT).expect(201).clientId());
			off.register(CLIENT, KEY, "").expect(201);
			assertThat(off.bean(JdbcTemplate.class)
				.queryForObject("SELECT count(*) FROM dcr_idempotent_request", Integer.class)).isZero();
		}

	}

	@Nested
	class WithoutAReaper {

		@Test
		void registerWhenKeptLongEnoughThenForgottenThoughNoClientIsEverDeleted() {
			try (TestServer unreaped = TestServer.start(Application.class, "dcr.reaper.enabled=false",
					"dcr.reaper.interval=1s")) {
				Answer first = register(unreaped, CLIENT).expect(201);
				assertThat(unreaped.rows()).containsEntry("dcr_idempotent_request", 1);
				unreaped.bean(MutableClock.class).advance(Duration.ofHours(24));
				Awaitility.await()
					.forever()
					.untilAsserted(() -> assertThat(unreaped.rows()).containsEntry("dcr_idempotent_request", 0));
				new Registered(unreaped.http(), first).read().expect(200);
			}
		}

	}

	@Nested
	class Section24Fingerprint {

		@Test
		void registerWhenAnotherBodyThen422AndNothingIsRegistered() {
			Answer first = register(CLIENT).expect(201);
			Map<String, Integer> before = server.rows();
			assertUsedOtherwise(register(OTHER));
			assertUsedOtherwise(register("{}"));
			Refusals.assertRefused(register("{"), "invalid_client_metadata");
			assertThat(server.rows()).isEqualTo(before);
			assertSame(register(CLIENT), first);
		}

		@Test
		void registerWhenTheSameInAnotherOrderThenTheSame() {
			Answer first = register(CLIENT).expect(201);
			assertSame(register("""
					{"client_name":"Client",
					"redirect_uris":["https:\\/\\/client.example/cb"]}"""), first);
		}

		@Test
		void registerAndUpdateWhenTheSameKeyThenTwoRequests() {
			Registered client = new Registered(server.http(), register(CLIENT).expect(201));
			Answer updated = update(client, client.asUpdate("client_name", "After")).expect(200);
			assertThat(updated.json()).containsEntry("client_name", "After");
			assertSame(register(CLIENT), client.answer());
		}

		@Test
		void registerWhenDryBeforeAndAfterThenAKeyMeansTheRegistrationAlone() {
			String dry = "/oauth2/register?dry_run=true";
			int before = kept();
			Answer rehearsed = server.post(dry, CLIENT, KEY, IdempotencyKeyTests.this.key).expect(200);
			assertThat(server.post(dry, OTHER, KEY, IdempotencyKeyTests.this.key).expect(200).json())
				.containsEntry("client_name", "Other");
			assertThat(kept()).as("a dry run changes nothing that could be done twice").isEqualTo(before);
			Answer first = register(CLIENT).expect(201);
			Answer again = server.post(dry, CLIENT, KEY, IdempotencyKeyTests.this.key).expect(200);
			assertThat(again.json()).isEqualTo(rehearsed.json()).doesNotContainKey("client_secret");
			assertSame(register(CLIENT), first);
			Refusals.assertRefused(server.post(dry, CLIENT, KEY, ""), "invalid_request", KEY);
		}

		@Test
		void registerWhenAnotherQueryThenAnotherRequest() {
			Answer first = register(CLIENT).expect(201);
			Answer other = server.post("/oauth2/register?a=b", CLIENT, KEY, IdempotencyKeyTests.this.key).expect(201);
			assertThat(other.clientId()).isNotEqualTo(first.clientId());
		}

	}

	@Nested
	class Section26Enforcement {

		@Test
		void registerWhenRepeatedThenAnsweredAsBeforeAndDoneOnce() {
			Map<String, Integer> before = server.rows();
			int events = server.bean(SeenEvents.class).seen().size();
			Answer first = register(CLIENT).expect(201);
			for (int i = 0; i < 3; i++) {
				assertSame(register(CLIENT), first);
			}
			assertThat(server.rows().get("dcr_client_registration"))
				.isEqualTo(before.get("dcr_client_registration") + 1);
			assertThat(server.bean(SeenEvents.class).seen()).hasSize(events + 1);
			new Registered(server.http(), first).read().expect(200);
		}

		@Test
		void registerWhenInitialAccessTokenIsUsedUpThenAnsweredAsBefore() {
			String[] token = bearer(InitialAccessTokenTerms.SINGLE_USE);
			Answer first = register(CLIENT, token).expect(201);
			assertSame(register(CLIENT, token), first);
			assertUsedOtherwise(register(OTHER, token));
			Refusals.assertInvalidToken(server.register(CLIENT, token));
			Refusals.assertInvalidToken(server.register(CLIENT, with(token, KEY, UUID.randomUUID().toString())));
		}

		@Test
		void registerWhenLimitAndQuotaAreUsedUpThenAnsweredAsBefore() {
			try (TestServer full = TestServer.start("dcr.quota.total=1", "dcr.rate-limit.enabled=true",
					"dcr.rate-limit.address.limit=2")) {
				Answer first = register(full, CLIENT).expect(201);
				for (int i = 0; i < 5; i++) {
					assertSame(register(full, CLIENT), first);
				}
				full.register(CLIENT).expect(403); // the second that counts
				full.register(CLIENT).expect(429);
				assertSame(register(full, CLIENT), first);
			}
		}

		@Test
		void registerWhenManyAtOnceThenOneClientAndOneAnswer() throws Exception {
			assertOneOfMany(server);
		}

		@Test
		void registerWhenManyAtOnceInMemoryThenOneClientAndOneAnswer() throws Exception {
			try (TestServer memory = TestServer.startInMemory()) {
				assertOneOfMany(memory);
			}
		}

		private void assertOneOfMany(TestServer at) throws Exception {
			try (ConcurrentCalls calls = new ConcurrentCalls()) {
				List<Answer> answers = calls.atOnce(PARALLEL, (i) -> register(at, CLIENT));
				answers.forEach((answer) -> assertSame(answer, answers.get(0).expect(201)));
				assertUsedOtherwise(register(at, OTHER));
			}
		}

		@Test
		void registerWhenManyDifferentOnesAtOnceWithOneTokenThenOneClientAndTheOthersAre422() throws Exception {
			String[] token = bearer(InitialAccessTokenTerms.SINGLE_USE);
			Map<String, Integer> before = server.rows();
			try (ConcurrentCalls calls = new ConcurrentCalls()) {
				List<Answer> answers = calls.atOnce(PARALLEL,
						(i) -> register(CLIENT.replace("Client", "Client " + i), token));
				assertThat(answers).filteredOn((answer) -> answer.status() == 201).hasSize(1);
				answers.stream()
					.filter((answer) -> answer.status() != 201)
					.forEach(IdempotencyKeyTests::assertUsedOtherwise);
			}
			assertThat(server.rows().get("dcr_client_registration"))
				.isEqualTo(before.get("dcr_client_registration") + 1);
		}

		@Test
		void updateWhenRepeatedThenAnsweredAsBeforeHoweverLateAndDoneOnce() {
			Registered client = server.registered(CLIENT);
			Map<String, Object> update = client.asUpdate("client_name", "After");
			Answer first = update(client, update, "If-Match", client.answer().header("ETag")).expect(200);
			assertSame(update(client, update, "If-Match", client.answer().header("ETag")), first);
			Registered updated = client.as(first);
			// This ends what the former token can do without a key
			updated.read().expect(200);
			clock.advance(Duration.ofHours(1));
			Refusals.assertInvalidToken(client.update(update));
			assertSame(update(client, update), first);
			updated.read().expect(200);
		}

		@Test
		void updateWhenAnotherBodyOrTokenThenRefusedAndNothingChanges() {
			Registered client = server.registered(CLIENT);
			Answer first = update(client, client.asUpdate("client_name", "After")).expect(200);
			assertUsedOtherwise(update(client, client.asUpdate("client_name", "Another")));
			Refusals.assertInvalidToken(server.http()
				.put(client.uri(), Answer.write(client.asUpdate("client_name", "After")),
						with(Registered.bearer("wrong"), KEY, IdempotencyKeyTests.this.key)));
			assertThat(client.as(first).read().json()).containsEntry("client_name", "After");
		}

		@Test
		void updateWhenEachHasAnotherKeyThenFewAreKeptAndTheLastIsAnsweredAgain() {
			int before = kept();
			Registered client = server.registered(CLIENT);
			for (int i = 0; i < 40; i++) {
				String[] headers = with(client.answer().bearer(), KEY, UUID.randomUUID().toString());
				String update = Answer.write(client.asUpdate("client_name", "Update " + i));
				// also by another spelling of the same URI
				Answer first = server.http()
					.put(client.uri() + ((i % 2 == 0) ? "" : "?i=" + i), update, headers)
					.expect(200);
				assertSame(server.http().put(client.uri() + ((i % 2 == 0) ? "" : "?i=" + i), update, headers), first);
				client = client.as(first);
			}
			assertThat(kept() - before).isBetween(1, 8);
			assertThat(client.read().json()).containsEntry("client_name", "Update 39");
		}

		@Test
		void updateWhenClientIsDeletedThen401() {
			Registered client = server.registered(CLIENT);
			Map<String, Object> update = client.asUpdate("client_name", "After");
			client.as(update(client, update)).delete().expect(204);
			Refusals.assertInvalidToken(update(client, update));
		}

		@Test
		void updateWhenTokenStaysAndAnotherCameBetweenThenAnsweredAsBeforeAndNothingIsUndone() {
			TestServer still = TestServer.shared("dcr.registration-access-token.rotate-on-update=false");
			Registered client = still.registered(CLIENT);
			Answer first = update(client, client.asUpdate("client_name", "First")).expect(200);
			client.update(client.asUpdate("client_name", "Second")).expect(200);
			assertSame(update(client, client.asUpdate("client_name", "First")), first);
			assertThat(client.read().json()).containsEntry("client_name", "Second");
		}

		@Test
		void updateWhenManyAtOnceThenOneAnswer() throws Exception {
			TestServer strict = TestServer.shared("dcr.registration-access-token.rotation-grace=0");
			Registered client = strict.registered(CLIENT);
			try (ConcurrentCalls calls = new ConcurrentCalls()) {
				List<Answer> answers = calls.atOnce(PARALLEL,
						(i) -> update(client, client.asUpdate("client_name", "After")));
				answers.forEach((answer) -> assertSame(answer, answers.get(0).expect(200)));
				client.as(answers.get(0)).read().expect(200);
			}
		}

	}

	@Nested
	class Section27ErrorHandling {

		@Test
		void registerWhenRefusedThenNothingIsKeptAndTheKeyIsFree() {
			int before = kept();
			Refusals.assertRefused(register("{\"redirect_uris\": [\"http://client.example/cb\"]}"),
					"invalid_redirect_uri");
			assertThat(kept()).isEqualTo(before);
			Answer first = register(CLIENT).expect(201);
			assertSame(register(CLIENT), first);
		}

		@Test
		void registerWhenTheServerFailsThenNothingIsKeptAndTheKeyIsFree() {
			int before = kept();
			String failing = CLIENT.replace("Client", Failing.NAME);
			server.bean(Failing.class).fails = true;
			register(failing).expect(500);
			server.bean(Failing.class).fails = false;
			assertThat(kept()).isEqualTo(before);
			Answer first = register(failing).expect(201);
			assertSame(register(failing), first);
		}

		@Test
		void updateWhenRefusedThenNothingIsKept() {
			Registered client = server.registered(CLIENT);
			update(client, Map.of("client_id", "another")).expect(400);
			update(client, client.asUpdate("client_name", "After")).expect(200);
		}

	}

	/**
	 * Knows callers by a header, beside the tokens.
	 */
	static final class Callers implements RegistrationPermission {

		static final String NAME = "X-Caller";

		static final String LOCKED = "locked";

		private final RegistrationPermission open;

		Callers(InitialAccessTokens tokens) {
			this.open = Admission.open(tokens);
		}

		@Override
		public boolean hasPermission(RegistrationRequest request) {
			String name = request.getHttpRequest().getHeader(NAME);
			if (name != null) {
				request.admitAs(Registrant.named(name));
				return !LOCKED.equals(name);
			}
			return this.open.hasPermission(request);
		}

	}

	/**
	 * Fails when all is written and nothing committed.
	 */
	static final class Failing implements RegistrationConstraint {

		static final String NAME = "Failing";

		private volatile boolean fails;

		@Override
		public boolean concerns(ClientRegistration registration) {
			return NAME.equals(registration.metadata().getClientName());
		}

		@Override
		public void onRegister(ClientRegistration registration) {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void beforeCommit(boolean readOnly) {
					if (Failing.this.fails) {
						throw new IllegalStateException("on purpose");
					}
				}

			});
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ MutableClock.class, SeenEvents.class, Callers.class, Failing.class })
	static class Application {

	}

}
