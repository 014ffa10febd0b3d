package io.github.opendcr.e2e.database;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever is looked up may hold characters that PostgreSQL can't compare, or be as long
 * as a request can be: it is nobody's and nothing's, and no answer is a failure.
 */
class PostgresqlLookUpIT {

	private static final String REDIRECT_URI = "https://client.example/cb";

	private static TestServer server;

	private static Registered client;

	@BeforeAll
	static void start() {
		server = TestServer.start(TestDatabases.postgresql().createSpringTables(), AllEndpoints.class,
				AllEndpoints.PROPERTIES);
		client = server.registered("""
				{"redirect_uris": ["%s"], "grant_types": ["authorization_code", "refresh_token",
				 "urn:ietf:params:oauth:grant-type:device_code",
				 "urn:ietf:params:oauth:grant-type:token-exchange"]}""".formatted(REDIRECT_URI));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	static List<String> values() {
		return List.of("\u0000", "x\u0000y", "\u0000.c0000000-0000-0000-0000-000000000000", "\u0001", "\uFFFF",
				"\uD83D\uDE00", " ", "x".repeat(100_000));
	}

	private static Answer post(String path, Map<String, String> form) {
		return server.http().form(path, form, TestServer.basic(client.id(), client.secret()));
	}

	private static void assertRefused(Answer answer, String... errors) {
		assertThat(answer.status()).as(answer.toString()).isIn(400, 401);
		assertThat(answer.string("error")).isIn((Object[]) errors);
	}

	@ParameterizedTest
	@MethodSource("values")
	void tokenWhenGrantIsUnknownThenInvalidGrant(String value) {
		Map<String, String> grants = Map.of("code", "authorization_code", "refresh_token", "refresh_token",
				"device_code", "urn:ietf:params:oauth:grant-type:device_code");
		grants.forEach((name, grant) -> {
			Map<String, String> form = new LinkedHashMap<>(Map.of("grant_type", grant, name, value));
			form.put("redirect_uri", REDIRECT_URI);
			assertRefused(post("/oauth2/token", form), "invalid_grant", "invalid_request");
			form.put("code_verifier", Browser.VERIFIER);
			assertRefused(post("/oauth2/token", form), "invalid_grant", "invalid_request");
			form.put("client_id", client.id());
			assertRefused(server.http().form("/oauth2/token", form), "invalid_grant", "invalid_request",
					"invalid_client");
		});
		for (String name : List.of("subject_token", "actor_token")) {
			Map<String, String> form = new LinkedHashMap<>();
			for (String token : List.of("subject_token", "actor_token")) {
				form.put(token, "x");
				form.put(token + "_type", "urn:ietf:params:oauth:token-type:access_token");
			}
			form.put("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange");
			form.put(name, value);
			assertRefused(post("/oauth2/token", form), "invalid_grant", "invalid_request");
		}
	}

	@ParameterizedTest
	@MethodSource("values")
	void tokenWhenClientIsUnknownThenInvalidClient(String value) {
		for (String path : List.of("/oauth2/token", "/oauth2/revoke", "/oauth2/introspect", "/oauth2/par",
				"/oauth2/device_authorization")) {
			Map<String, String> form = new LinkedHashMap<>(
					Map.of("grant_type", "client_credentials", "token", "x", "client_id", value));
			assertRefused(server.http().form(path, form), "invalid_client", "invalid_request");
			form.put("client_secret", value);
			assertRefused(server.http().form(path, form), "invalid_client", "invalid_request");
			form.remove("client_secret");
			form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
			form.put("client_assertion", assertion(value));
			assertRefused(server.http().form(path, form), "invalid_client", "invalid_request");
			form.remove("client_id");
			assertRefused(server.http().form(path, form), "invalid_client", "invalid_request");
		}
		if (value.length() < 1000 && !value.isBlank()) { // as much as a header may have
			String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
			assertRefused(server.http()
				.form("/oauth2/token", Map.of("grant_type", "client_credentials"), TestServer.basic(encoded, "x")),
					"invalid_client", "invalid_request");
		}
	}

	@Test
	void tokenWhenAssertionNamesHalfACharacterThenInvalidClient() {
		String json = "{\"iss\":\"\\ud800\",\"sub\":\"\\ud800\"}";
		Map<String, String> form = Map.of("grant_type", "client_credentials", "client_assertion_type",
				"urn:ietf:params:oauth:client-assertion-type:jwt-bearer", "client_assertion", jwt(json));
		assertRefused(server.http().form("/oauth2/token", form), "invalid_client", "invalid_request");
	}

	private static String assertion(String name) {
		return jwt(Answer.write(Map.of("iss", name, "sub", name, "aud", server.base(), "exp", 4_000_000_000L)));
	}

	private static String jwt(String claims) {
		Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
		return encoder.encodeToString("{\"alg\":\"RS256\"}".getBytes(StandardCharsets.UTF_8)) + "."
				+ encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".c2ln";
	}

	@ParameterizedTest
	@MethodSource("values")
	void revokeAndIntrospectWhenTokenIsUnknownThenAsForAnyOther(String value) {
		for (String hint : List.of("", "access_token", "refresh_token")) {
			Map<String, String> form = Map.of("token", value, "token_type_hint", hint);
			Answer revoked = post("/oauth2/revoke", form);
			assertThat(revoked.status()).as(revoked.toString()).isEqualTo(value.isBlank() ? 400 : 200);
			Answer introspected = post("/oauth2/introspect", form);
			assertThat(introspected.status()).as(introspected.toString()).isEqualTo(value.isBlank() ? 400 : 200);
			if (!value.isBlank()) {
				assertThat(introspected.json()).containsExactly(Map.entry("active", false));
			}
		}
	}

	@ParameterizedTest
	@MethodSource("values")
	void authorizeWhenRequestIsUnknownThen400(String value) {
		Browser browser = new Browser(server.http());
		browser.logIn();
		if (value.length() < 1000) { // as much as a URL may have
			for (String uri : List.of("urn:ietf:params:oauth:request_uri:" + value,
					"urn:ietf:params:oauth:request_uri:" + value + "___4000000000000")) {
				assertThat(browser.authorize(Map.of("client_id", client.id(), "request_uri", uri)).status())
					.isEqualTo(400);
			}
			// not supported, which the client may be told
			assertThat(browser.authorize(Map.of("client_id", client.id(), "request_uri", value)).status()).isIn(302,
					400);
			Map<String, String> request = Browser.request(value, REDIRECT_URI);
			assertThat(browser.authorize(request).status()).isEqualTo(400);
			Answer verification = browser.get("/oauth2/device_verification?" + Http.encode(Map.of("user_code", value)));
			assertThat(verification.status()).as(verification.toString()).isLessThan(500);
			Answer logout = browser.get("/connect/logout?" + Http.encode(Map.of("id_token_hint", value)));
			assertThat(logout.status()).as(logout.toString()).isLessThan(500);
		}
		for (String path : List.of("/oauth2/authorize", "/oauth2/device_verification")) {
			Map<String, String> consent = Map.of("client_id", client.id(), "state", value, "scope", "profile",
					"user_code", "AAAA-AAAA");
			assertThat(browser.post(path, consent).status()).as(path).isEqualTo(400);
		}
	}

	@ParameterizedTest
	@MethodSource("values")
	void authorizeWhenParametersHaveAnyCharacterThenStoredOrRefused(String value) {
		for (String name : List.of("state", "nonce", "ui_locales", "login_hint", "scope", "anything")) {
			Map<String, String> request = Browser.request(client.id(), REDIRECT_URI);
			request.put("scope", "openid");
			request.put(name, value);
			Answer pushed = post("/oauth2/par", request);
			assertThat(pushed.status()).as(name + " " + pushed).isIn(201, 400);
		}
	}

	@ParameterizedTest
	@MethodSource("values")
	void manageWhenAnythingIsUnknownThenRefused(String value) {
		if (value.length() < 1000) {
			String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
			assertThat(server.http().get("/oauth2/register/" + encoded, Registered.bearer(client.token())).status())
				.isIn(400, 401);
			assertThat(
					server.http().get("/actuator/dcrclients/" + encoded, TestServer.basic("user", "password")).status())
				.isIn(400, 404);
		}
		if (!value.isBlank()) {
			assertThat(client.update(client.asUpdate("client_id", value)).status()).isIn(400, 401, 413);
			assertThat(client.update(client.asUpdate("client_secret", value)).status()).isIn(400, 401, 413);
		}
		assertThat(server.http()
			.post("/actuator/dcrclients/" + client.id(), Answer.write(Map.of("status", value)),
					TestServer.basic("user", "password"))
			.status()).isEqualTo(400);
	}

}
