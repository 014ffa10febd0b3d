package io.github.opendcr.e2e.feature;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;
import io.github.opendcr.token.InitialAccessTokenEvent;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The Actuator endpoint {@code dcrtokens}.
 */
@ExtendWith(OutputCaptureExtension.class)
class InitialAccessTokensEndpointTests {

	private static final String PATH = "/actuator/dcrtokens";

	private static final String CLIENT = "{\"redirect_uris\": [\"https://client.example/cb\"]}";

	private static final String[] USER = TestServer.basic("user", "password");

	private static TestServer server;

	private static Listener listener;

	@BeforeAll
	static void start() {
		server = TestServer.start(ActuatorChain.class, "dcr.permission=initial-access-token",
				"dcr.policies.partner.require-proof-key=true", "management.endpoints.web.exposure.include=dcrtokens",
				"logging.level.org.springframework.web=trace", "logging.level.org.springframework.boot.actuate=trace",
				"logging.level.io.github.opendcr=trace", "logging.level.org.springframework.jdbc=debug");
		listener = server.bean(Listener.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Answer issue(String json) {
		return server.http().post(PATH, json, USER);
	}

	private static Answer get(String path) {
		return server.http().get(PATH + path, USER);
	}

	private static void assertBadRequest(Answer answer, String words) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
		assertThat(answer.json()).containsOnlyKeys("error", "error_description")
			.containsEntry("error", "invalid_request");
		assertThat(answer.string("error_description")).contains(words);
	}

	@Test
	void issueWhenAllIsSaidThenSoIsTheToken() {
		Answer answer = issue("""
				{"uses": 2, "timeToLive": "1h", "policy": "partner", "note": "for Acme"}""").expect(200);
		assertThat(answer.json())
			.containsOnlyKeys("id", "token", "note", "policy", "issuedBy", "issuedAt", "expiresAt", "uses", "used",
					"remainingUses")
			.containsEntry("uses", 2)
			.containsEntry("remainingUses", 2)
			.containsEntry("policy", "partner")
			.containsEntry("note", "for Acme")
			.containsEntry("issuedBy", "user");
		assertThat(
				Duration.between(Instant.parse(answer.string("issuedAt")), Instant.parse(answer.string("expiresAt"))))
			.isEqualTo(Duration.ofHours(1));
		assertThat(answer.header("Cache-Control")).contains("no-store");
		String[] bearer = Registered.bearer(answer.string("token"));
		server.register(CLIENT, bearer).expect(201);
		server.register(CLIENT, bearer).expect(201);
		Refusals.assertInvalidToken(server.register(CLIENT, bearer));
	}

	@ParameterizedTest
	@ValueSource(strings = { "{}", "{\"uses\": null, \"timeToLive\": null, \"policy\": null, \"note\": null}" })
	void issueWhenNothingIsSaidThenOneUseWithinADay(String json) {
		Answer answer = issue(json).expect(200);
		assertThat(answer.json())
			.containsOnlyKeys("id", "token", "issuedBy", "issuedAt", "expiresAt", "uses", "used", "remainingUses")
			.containsEntry("uses", 1);
		assertThat(
				Duration.between(Instant.parse(answer.string("issuedAt")), Instant.parse(answer.string("expiresAt"))))
			.isEqualTo(Duration.ofDays(1));
	}

	@Test
	void issueWhenUnlimitedThenNoEnd() {
		assertThat(issue("{\"uses\": \"unlimited\", \"timeToLive\": \"unlimited\"}").expect(200).json())
			.containsOnlyKeys("id", "token", "issuedBy", "issuedAt", "used");
	}

	@ParameterizedTest
	@CsvSource({ "90s, 90", "PT1H, 3600", "3600, 3600", "1d, 86400", "36500d, 3153600000" })
	void issueWhenLifetimeIsADurationThenSoLong(String timeToLive, long seconds) {
		Answer answer = issue("{\"timeToLive\": \"%s\"}".formatted(timeToLive)).expect(200);
		assertThat(
				Duration.between(Instant.parse(answer.string("issuedAt")), Instant.parse(answer.string("expiresAt"))))
			.isEqualTo(Duration.ofSeconds(seconds));
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "1.5", "\"\"", "\"x\"", "\"1 \"", "2147483648", "1e3", "true",
			"99999999999999999999" })
	void issueWhenUsesAreNoneThen400(String uses) {
		assertBadRequest(issue("{\"uses\": " + uses + "}"), "uses must be a whole number from 1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"\"", "\"x\"", "\"1 hour\"", "\"0s\"", "0", "-1", "\"-1h\"", "\"1ns\"", "\"36501d\"",
			"\"9223372036854775807d\"", "\"PT9223372036854775807H\"", "99999999999999999999", "true", "1.5" })
	void issueWhenLifetimeIsNoneThen400(String timeToLive) {
		assertBadRequest(issue("{\"timeToLive\": " + timeToLive + "}"), "timeToLive must be");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a b", "\u00e4", "a/b", "a\\u0000", "no\\n" })
	void issueWhenPolicyIsNoNameThen400(String policy) {
		assertBadRequest(issue("{\"policy\": \"" + policy + "\"}"), "policy must be");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a\\u0000", "a\\nb", "\\ud83d" })
	void issueWhenTextIsNoneThen400(String text) {
		assertBadRequest(issue("{\"note\": \"" + text + "\"}"), "note must be");
		assertBadRequest(issue("{\"issuer\": \"" + text + "\"}"), "issuer must be");
	}

	@Test
	void issueWhenTextIsLongThen400() {
		issue("{\"note\": \"" + "\u65e5".repeat(1000) + "\"}").expect(200);
		assertBadRequest(issue("{\"note\": \"" + "x".repeat(1001) + "\"}"), "note must be");
		assertBadRequest(issue("{\"policy\": \"" + "x".repeat(101) + "\"}"), "policy must be");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "[]", "\"x\"", "{\"uses\": {}}", "{\"note\": [1]}" })
	void issueWhenBodyIsNoObjectOfTextsAndNumbersThen400(String json) {
		assertThat(issue(json).status()).isEqualTo(400);
	}

	@Test
	void issueWhenRefusedThenNothingIsIssued() {
		int before = server.rows().get("dcr_initial_access_token");
		issue("{\"uses\": 0}").expect(400);
		assertThat(server.rows()).containsEntry("dcr_initial_access_token", before);
	}

	@Test
	void readThenTheTokenIsNeverShownAgain() {
		Answer issued = issue("{\"uses\": 2}").expect(200);
		Map<String, Object> known = issued.json();
		known.remove("token");
		assertThat(get("/" + issued.string("id")).expect(200).json()).isEqualTo(known);
		Answer list = get("").expect(200);
		assertThat(list.json().keySet()).contains("tokens").isSubsetOf("tokens", "next");
		assertThat(list.json().get("tokens")).asInstanceOf(InstanceOfAssertFactories.list(Object.class))
			.contains(known);
		assertThat(list.body()).doesNotContain("dcr_iat_", "hash");
		server.register(CLIENT, Registered.bearer(issued.string("token"))).expect(201);
		assertThat(get("/" + issued.string("id")).json()).containsEntry("used", 1).containsEntry("remainingUses", 1);
	}

	@Test
	void listWhenThereAreManyThenPageByPageTheNewestFirst() {
		List<String> issued = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			issued.add(issue("{}").string("id"));
		}
		List<String> listed = new ArrayList<>();
		String after = "";
		for (int page = 0; page < 3; page++) {
			Answer answer = get("?limit=2" + after).expect(200);
			assertThat(ids(answer)).hasSize(2);
			listed.addAll(ids(answer));
			after = "&after=" + answer.string("next");
		}
		assertThat(listed).doesNotHaveDuplicates().containsAll(issued).isSortedAccordingTo((a, b) -> b.compareTo(a));
		assertThat(get("?after=0").json()).isEqualTo(Map.of("tokens", List.of()));
	}

	@SuppressWarnings("unchecked")
	private static List<String> ids(Answer answer) {
		return ((List<Map<String, Object>>) answer.json().get("tokens")).stream()
			.map((token) -> token.get("id").toString())
			.toList();
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-1", "1001", "x", "", "1&limit=2" })
	void listWhenLimitIsNoneThen400(String limit) {
		assertBadRequest(get("?limit=" + limit), "limit must be a whole number from 1 to 1000");
	}

	@ParameterizedTest
	@ValueSource(strings = { "?after=%00", "?after=%20", "?after=%C3%A4", "?after=" })
	void listWhenAfterIsNoIdThenEmpty(String query) {
		assertThat(ids(get(query).expect(200))).isEmpty();
	}

	@Test
	void revokeThenTheTokenIsGone() {
		Answer issued = issue("{}").expect(200);
		assertThat(server.http().delete(PATH + "/" + issued.string("id"), USER).status()).isEqualTo(204);
		Refusals.assertInvalidToken(server.register(CLIENT, Registered.bearer(issued.string("token"))));
		assertThat(get("/" + issued.string("id")).status()).isEqualTo(404);
		assertThat(server.http().delete(PATH + "/" + issued.string("id"), USER).status()).isEqualTo(404);
		assertThat(listener.revoked.get(listener.revoked.size() - 1)).satisfies((event) -> {
			assertThat(event.token().id()).isEqualTo(issued.string("id"));
			assertThat(event.revokedBy()).isEqualTo("user");
		});
	}

	@Test
	void issueWhenListenerFailsThenTokenIsAnswered(CapturedOutput output) {
		listener.failing = true;
		try {
			Answer issued = issue("{\"note\": \"heard\"}").expect(200);
			assertThat(listener.issued.get(listener.issued.size() - 1)).satisfies((event) -> {
				assertThat(event.token().id()).isEqualTo(issued.string("id"));
				assertThat(event.token().note()).isEqualTo("heard");
				assertThat(event.token().issuedBy()).isEqualTo("user");
			});
			assertThat(output).contains("A listener of InitialAccessTokenEvent.Issued failed");
			server.register(CLIENT, Registered.bearer(issued.string("token"))).expect(201);
		}
		finally {
			listener.failing = false;
		}
	}

	@Test
	void logsWhenTraceThenHoldNoToken(CapturedOutput output) {
		Answer issued = issue("{}").expect(200);
		String token = issued.string("token");
		server.register(CLIENT, Registered.bearer(token)).expect(201);
		server.register(CLIENT, Registered.bearer(token)).expect(401);
		server.http().delete(PATH + "/" + issued.string("id"), USER).expect(204);
		assertThat(output.toString()).contains(issued.string("id"), "[secret]").doesNotContain(token.substring(8));
	}

	@Test
	void anyWhenNotAuthenticatedThen401() {
		assertThat(server.http().get(PATH).status()).isEqualTo(401);
		assertThat(server.http().post(PATH, "{}").status()).isEqualTo(401);
		assertThat(server.http().delete(PATH + "/x").status()).isEqualTo(401);
	}

	@Test
	void endpointWhenNotExposedThen404AndWithBootsOwnChainNoPost() {
		try (TestServer closed = TestServer.shared()) {
			Http user = closed.http();
			new Browser(user).logIn();
			assertThat(user.get(PATH).status()).isEqualTo(404);
		}
		try (TestServer open = TestServer.start("management.endpoints.web.exposure.include=dcrtokens")) {
			assertThat(open.http().get(PATH).status()).isIn(302, 401);
			Http user = open.http();
			new Browser(user).logIn();
			assertThat(user.get(PATH).status()).isEqualTo(200);
			// A CSRF token is missing
			assertThat(user.post(PATH, "{}").status()).isEqualTo(403);
			assertThat(user.delete(PATH + "/x").status()).isEqualTo(403);
		}
	}

	static final class Listener {

		private final List<InitialAccessTokenEvent.Issued> issued = new ArrayList<>();

		private final List<InitialAccessTokenEvent.Revoked> revoked = new ArrayList<>();

		private boolean failing;

		@EventListener
		void on(InitialAccessTokenEvent.Issued event) {
			this.issued.add(event);
			if (this.failing) {
				throw new IllegalStateException("the listener fails");
			}
		}

		@EventListener
		void on(InitialAccessTokenEvent.Revoked event) {
			this.revoked.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ActuatorChain {

		@Bean
		Listener listener() {
			return new Listener();
		}

		@Bean
		SecurityFilterChain actuator(HttpSecurity http) {
			http.securityMatcher("/actuator/**", "/error");
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
			http.httpBasic(Customizer.withDefaults());
			http.csrf((csrf) -> csrf.disable());
			return http.build();
		}

		@Bean
		SecurityFilterChain authorizationServer(HttpSecurity http) {
			return http.oauth2AuthorizationServer(Customizer.withDefaults()).build();
		}

	}

}
