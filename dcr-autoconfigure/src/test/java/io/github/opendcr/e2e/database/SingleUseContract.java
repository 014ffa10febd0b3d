package io.github.opendcr.e2e.database;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.ConcurrentCalls;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What may be used once is honoured once, by whichever node and however many ask at the
 * same time, and what that one was given works.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SingleUseContract {

	private static final String REDIRECT_URI = "https://client.example/cb";

	private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

	private List<TestServer> servers;

	private final ConcurrentCalls calls = new ConcurrentCalls();

	/**
	 * Start the nodes of one application, with {@link Application} and these properties.
	 */
	abstract List<TestServer> start(String... properties);

	/**
	 * How many ask at the same time.
	 */
	abstract int number();

	@BeforeAll
	void start() {
		this.servers = start(AllEndpoints.PROPERTIES);
	}

	@AfterAll
	void stop() {
		this.calls.close();
		this.servers.forEach(TestServer::close);
	}

	private TestServer server(int i) {
		return this.servers.get(i % this.servers.size());
	}

	private Registered client(String method) {
		return server(0).registered("""
				{"redirect_uris": ["%s"], "token_endpoint_auth_method": "%s",
				 "grant_types": ["authorization_code", "refresh_token", "%s"]}""".formatted(REDIRECT_URI, method,
				DEVICE_GRANT));
	}

	private static Answer token(TestServer server, Registered client, Map<String, String> grant) {
		return post(server, client, "/oauth2/token", grant);
	}

	private static Answer post(TestServer server, Registered client, String path, Map<String, String> form) {
		if (client.answer().json().containsKey("client_secret")) {
			return server.http().form(path, form, TestServer.basic(client.id(), client.secret()));
		}
		Map<String, String> all = new LinkedHashMap<>(form);
		all.put("client_id", client.id());
		return server.http().form(path, all);
	}

	private static Map<String, String> refreshGrant(Answer tokens) {
		return Map.of("grant_type", "refresh_token", "refresh_token", tokens.string("refresh_token"));
	}

	private Map<String, String> codeGrant(Registered client) {
		return TestServer.codeGrant(new Browser(server(0).http()).code(client.id(), REDIRECT_URI, "openid profile"),
				REDIRECT_URI);
	}

	private List<Answer> atOnce(Function<TestServer, Answer> request) throws Exception {
		return this.calls.atOnce(number(), (i) -> request.apply(server(i)));
	}

	private static Answer onlyOneServed(List<Answer> answers) {
		List<Answer> served = answers.stream().filter((answer) -> answer.status() == 200).toList();
		assertThat(served).as(answers.toString()).hasSize(1);
		assertThat(answers).filteredOn((answer) -> answer.status() != 200)
			.allSatisfy((answer) -> assertThat(answer.expect(400).json()).containsEntry("error", "invalid_grant"));
		return served.get(0);
	}

	private void assertLiveUntilDeleted(Registered client, Answer tokens) {
		assertActive(tokens, true);
		Answer refreshed = token(server(1), client, refreshGrant(tokens)).expect(200);
		assertActive(refreshed, true);
		client.delete().expect(204);
		assertActive(refreshed, false);
	}

	private void assertActive(Answer tokens, boolean active) {
		for (TestServer server : this.servers) {
			assertThat(server.introspect(tokens.string("access_token")).json()).containsEntry("active", active);
		}
	}

	private void advance(Duration duration) {
		this.servers.forEach((server) -> server.bean(MutableClock.class).advance(duration));
	}

	/**
	 * RFC 6749 §4.1.2: the client MUST NOT use the authorization code more than once.
	 */
	@Nested
	class AuthorizationCode {

		@ParameterizedTest
		@ValueSource(strings = { "client_secret_basic", "none" })
		void redeemWhenManyAtOnceThenOneIsServedAndItsTokensLive(String method) throws Exception {
			Registered client = client(method);
			Map<String, String> grant = codeGrant(client);
			Answer tokens = onlyOneServed(atOnce((server) -> token(server, client, grant)));
			assertLiveUntilDeleted(client, tokens);
		}

		@Test
		void redeemWhenAgainAtOnceThenOnlyRefused() {
			Registered client = client("none");
			Map<String, String> grant = codeGrant(client);
			Answer tokens = token(server(0), client, grant).expect(200);
			assertThat(token(server(1), client, grant).expect(400).json()).containsEntry("error", "invalid_grant");
			assertActive(tokens, true);
		}

		@Test
		void redeemWhenAgainLaterThenRefusedAndRevoked() {
			Registered client = client("none");
			Map<String, String> grant = codeGrant(client);
			Answer tokens = token(server(0), client, grant).expect(200);
			Answer refreshed = token(server(0), client, refreshGrant(tokens)).expect(200);
			advance(Duration.ofSeconds(11));
			assertThat(token(server(1), client, grant).expect(400).json()).containsEntry("error", "invalid_grant");
			assertActive(refreshed, false);
			assertThat(token(server(0), client, refreshGrant(refreshed)).expect(400).json()).containsEntry("error",
					"invalid_grant");
			// nor does the code live again with what it led to being gone
			assertThat(token(server(0), client, grant).expect(400).json()).containsEntry("error", "invalid_grant");
		}

	}

	/**
	 * RFC 6749 §6.
	 */
	@Nested
	class RefreshToken {

		@Test
		void refreshWhenManyAtOnceThenOneIsServedAndItsTokensLive() throws Exception {
			Registered client = client("none");
			Answer first = token(server(0), client, codeGrant(client)).expect(200);
			Answer tokens = onlyOneServed(atOnce((server) -> token(server, client, refreshGrant(first))));
			assertLiveUntilDeleted(client, tokens);
		}

		@Test
		void refreshWhenTokenIsKeptThenEachIsServedAndTheTokenLives() throws Exception {
			Registered client = client("client_secret_basic");
			Answer first = token(server(0), client, codeGrant(client)).expect(200);
			assertThat(atOnce((server) -> token(server, client, refreshGrant(first))))
				.allSatisfy((answer) -> assertThat(answer.expect(200).string("refresh_token"))
					.isEqualTo(first.string("refresh_token")));
			assertLiveUntilDeleted(client, token(server(0), client, refreshGrant(first)).expect(200));
		}

		@Test
		void refreshWhenRevokedAtOnceThenRevoked() throws Exception {
			Registered client = client("none");
			Answer first = token(server(0), client, codeGrant(client)).expect(200);
			List<Answer> answers = SingleUseContract.this.calls.atOnce(number(), (i) -> (i % 2 == 0)
					? token(server(i / 2), client, refreshGrant(first))
					: post(server(i / 2), client, "/oauth2/revoke", Map.of("token", first.string("refresh_token"))));
			List<Answer> revocations = new ArrayList<>();
			for (int i = 0; i < answers.size(); i++) {
				Answer answer = answers.get(i);
				if (i % 2 != 0) {
					revocations.add(answer);
				}
				else if (answer.status() == 200) {
					// before it was revoked, or else it couldn't have been refreshed
					assertThat(token(server(0), client, refreshGrant(first)).status()).isEqualTo(400);
				}
				else {
					assertThat(answer.expect(400).json()).containsEntry("error", "invalid_grant");
				}
			}
			assertThat(revocations).allSatisfy((answer) -> answer.expect(200));
			assertThat(answers).filteredOn((answer) -> !answer.body().isEmpty() && answer.status() == 200)
				.hasSizeLessThanOrEqualTo(1);
		}

	}

	/**
	 * RFC 6749 §4.1.1: whoever presses a button twice sees the last answer.
	 */
	@Nested
	class Consent {

		private final Registered client = client("none");

		private final Browser[] browsers = SingleUseContract.this.servers.stream()
			.map((server) -> new Browser(server.http()))
			.toArray(Browser[]::new);

		private Answer page() {
			for (Browser browser : this.browsers) {
				browser.logIn();
			}
			return this.browsers[0].authorize(this.client.id(), REDIRECT_URI, Map.of("scope", "openid profile"));
		}

		@Test
		void allowWhenPressedManyTimesAtOnceThenEachAnswerIsThatOfTheFirst() throws Exception {
			Answer page = page();
			List<Answer> answers = SingleUseContract.this.calls.atOnce(number(),
					(i) -> this.browsers[i % this.browsers.length].consent(page));
			assertThat(answers)
				.allSatisfy((answer) -> assertThat(answer.expect(302).header("Location")).startsWith(REDIRECT_URI + "?")
					.contains("state=the-state")
					.contains("iss="));
			List<String> codes = answers.stream()
				.map((answer) -> Browser.parameter(answer.header("Location"), "code"))
				.distinct()
				.toList();
			assertThat(codes).hasSize(1);
			String code = codes.get(0);
			Map<String, String> grant = TestServer.codeGrant(code, REDIRECT_URI);
			assertLiveUntilDeleted(this.client, token(server(1), this.client, grant).expect(200));
		}

		@Test
		void allowWhenPressedAgainAfterTheCodeWasRedeemedThenNoCode() {
			Answer page = page();
			String code = Browser.parameter(this.browsers[0].consent(page).expect(302).header("Location"), "code");
			token(server(0), this.client, TestServer.codeGrant(code, REDIRECT_URI)).expect(200);
			assertThat(this.browsers[0].consent(page).status()).isEqualTo(400);
		}

	}

	/**
	 * RFC 8628 §3.
	 */
	@Nested
	class DeviceCode {

		private final Registered client = client("client_secret_basic");

		private final Answer device = post(server(0), this.client, "/oauth2/device_authorization",
				Map.of("scope", "profile"))
			.expect(200);

		private final Map<String, String> grant = Map.of("grant_type", DEVICE_GRANT, "device_code",
				this.device.string("device_code"));

		private final Http http = server(0).http();

		private Map<String, String> consent() {
			new Browser(this.http).logIn();
			Element page = Jsoup.parse(this.http
				.get("/oauth2/device_verification?user_code=" + this.device.string("user_code"), "Accept", "text/html")
				.expect(200)
				.body());
			Map<String, String> form = new LinkedHashMap<>();
			page.select("form input[name]").forEach((input) -> form.put(input.attr("name"), input.attr("value")));
			return form;
		}

		private Answer press(Map<String, String> consent) {
			return this.http.form("/oauth2/device_verification", consent, "Accept", "text/html");
		}

		@Test
		void redeemWhenManyAtOnceThenOneIsServedAndItsTokensLive() throws Exception {
			press(consent()).expect(302);
			List<Answer> answers = atOnce((server) -> token(server, this.client, this.grant));
			List<Answer> served = answers.stream().filter((answer) -> answer.status() == 200).toList();
			assertThat(served).as(answers.toString()).hasSize(1);
			// Spring takes a code that was used before for one that was denied
			assertThat(answers).filteredOn((answer) -> answer.status() != 200)
				.allSatisfy((answer) -> assertThat(answer.expect(400).string("error")).isIn("invalid_grant",
						"access_denied"));
			assertActive(served.get(0), true);
			this.client.delete().expect(204);
			assertActive(served.get(0), false);
		}

		@Test
		void allowWhenPressedAgainThenTheAnswerIsTheSame() throws Exception {
			Map<String, String> consent = consent();
			List<Answer> answers = SingleUseContract.this.calls.atOnce(number(), (i) -> press(consent));
			answers = new ArrayList<>(answers);
			answers.add(press(consent));
			assertThat(answers).allSatisfy((answer) -> answer.expect(302))
				.extracting((answer) -> answer.header("Location"))
				.containsOnly(answers.get(0).header("Location"));
			token(server(1), this.client, this.grant).expect(200);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import({ AllEndpoints.class, MutableClock.class })
	static class Application {

	}

}
