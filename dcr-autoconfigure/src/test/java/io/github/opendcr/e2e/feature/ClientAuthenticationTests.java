package io.github.opendcr.e2e.feature;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How clients authenticate, and what they are told where they don't: at each endpoint the
 * same, in an application whose entry point sends everybody else to the login page.
 */
class ClientAuthenticationTests {

	private static final List<String> ENDPOINTS = List.of("/oauth2/token", "/oauth2/par", "/oauth2/revoke",
			"/oauth2/introspect", "/oauth2/device_authorization");

	private static final String REDIRECT_URI = "https://client.example/cb";

	private static final String CLIENT = """
			{"redirect_uris": ["https://client.example/cb"], "token_endpoint_auth_method": "%s",
			"grant_types": ["authorization_code", "refresh_token"]}""";

	private static TestServer server;

	private static Registered confidential;

	private static Registered post;

	private static Registered publicClient;

	@BeforeAll
	static void start() {
		server = TestServer.shared(AllEndpoints.class, AllEndpoints.PROPERTIES);
		confidential = server.registered(CLIENT.formatted("client_secret_basic"));
		post = server.registered(CLIENT.formatted("client_secret_post"));
		publicClient = server.registered(CLIENT.formatted("none"));
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@Test
	void requestWhenPathIsNoClientsThenApplicationsAnswer() {
		assertThat(server.http().form("/elsewhere", form("a", "b")).status()).isIn(302, 403);
		assertThat(server.http().get("/userinfo").status()).isIn(302, 401);
	}

	private static Map<String, String> form(String... pairs) {
		Map<String, String> form = new LinkedHashMap<>();
		for (int i = 0; i < pairs.length; i += 2) {
			form.put(pairs[i], pairs[i + 1]);
		}
		return form;
	}

	private static Map<String, String> assertion(String assertion, String... more) {
		Map<String, String> form = form(more);
		form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer");
		form.put("client_assertion", assertion);
		return form;
	}

	private static String assertionOf(String subject) throws JOSEException {
		SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256),
				new JWTClaimsSet.Builder().issuer(subject)
					.subject(subject)
					.audience(server.base() + "/oauth2/token")
					.expirationTime(new Date(System.currentTimeMillis() + 60_000))
					.build());
		jwt.sign(new MACSigner("x".repeat(32)));
		return jwt.serialize();
	}

	private static void assertInvalidClient(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
		assertThat(answer.header("Content-Type")).startsWith("application/json");
		assertThat(answer.json()).containsEntry("error", "invalid_client");
	}

	/**
	 * RFC 6749 §5.2, Error Response.
	 */
	@Nested
	class Rfc6749Section52 {

		@ParameterizedTest
		@FieldSource("io.github.opendcr.e2e.feature.ClientAuthenticationTests#ENDPOINTS")
		void requestWhenNoClientAtAllThenInvalidClient(String endpoint) {
			for (String accept : List.of("*/*", "application/json", "text/html")) {
				Answer answer = server.http().form(endpoint, form("token", "x"), "Accept", accept);
				assertInvalidClient(answer);
				assertThat(answer.header("WWW-Authenticate")).isEmpty();
				assertThat(answer.string("error_description")).contains("client_id");
			}
		}

		@ParameterizedTest
		@FieldSource("io.github.opendcr.e2e.feature.ClientAuthenticationTests#ENDPOINTS")
		void requestWhenConfidentialClientHasNoCredentialsThenInvalidClient(String endpoint) {
			for (String id : List.of(confidential.id(), TestServer.CALLER)) {
				assertInvalidClient(server.http().form(endpoint, form("client_id", id, "token", "x")));
				assertInvalidClient(server.http()
					.form(endpoint, form("client_id", id, "grant_type", "refresh_token", "refresh_token", "x")));
			}
		}

		@ParameterizedTest
		@FieldSource("io.github.opendcr.e2e.feature.ClientAuthenticationTests#ENDPOINTS")
		void requestWhenHeaderWasUsedThenChallenge(String endpoint) {
			for (String id : List.of(confidential.id(), TestServer.CALLER, "gone")) {
				Answer answer = server.http().form(endpoint, form("token", "x"), TestServer.basic(id, "wrong"));
				assertInvalidClient(answer);
				assertThat(answer.header("WWW-Authenticate")).startsWith("Basic realm=");
			}
			Answer answer = server.http().form(endpoint, form("token", "x"), "Authorization", "Negotiate abc");
			assertInvalidClient(answer);
			assertThat(answer.header("WWW-Authenticate")).startsWith("Basic realm=");
		}

		@ParameterizedTest
		@FieldSource("io.github.opendcr.e2e.feature.ClientAuthenticationTests#ENDPOINTS")
		void requestWhenSecretInBodyIsWrongThenNoChallenge(String endpoint) {
			Answer answer = server.http()
				.form(endpoint, form("client_id", confidential.id(), "client_secret", "x", "token", "x"));
			assertInvalidClient(answer);
			assertThat(answer.header("WWW-Authenticate")).isEmpty();
		}

		// §2.3.1: the client_id and the secret are encoded before they are joined
		@ParameterizedTest
		@FieldSource("io.github.opendcr.e2e.feature.ClientAuthenticationTests#ENDPOINTS")
		void requestWhenHeaderCannotBeReadThenRefused(String endpoint) {
			String id = confidential.id();
			for (String blank : List.of("%20", "+", "%09", "%0a+")) {
				Answer answer = server.http().form(endpoint, form("token", "x"), TestServer.basic(blank, "secret"));
				assertInvalidClient(answer);
				assertThat(answer.header("WWW-Authenticate")).startsWith("Basic realm=");
				assertInvalidClient(server.http()
					.form(endpoint, form("token", "x", "client_id", id), TestServer.basic(blank, "secret")));
				assertInvalidClient(server.http().form(endpoint, form("token", "x"), TestServer.basic(id, blank)));
			}
			for (String credentials : List.of(":", " : ", id + ":", ":secret", id, "", "%:x", "%zz:x", id + ":%",
					"%00:x", "%ff:x", "\u00e9:x")) {
				assertInvalid(server.http()
					.form(endpoint, form("token", "x"), "Authorization", "Basic "
							+ Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8))));
			}
			for (String header : List.of("Basic", "Basic !", "Basic a", "Basic a b", "Basic\t", "Basic =",
					"Basic /w==")) {
				assertInvalid(server.http().form(endpoint, form("token", "x"), "Authorization", header));
			}
			for (String secret : List.of("%00", "%ff", "x".repeat(100))) {
				assertInvalidClient(server.http().form(endpoint, form("token", "x"), TestServer.basic(id, secret)));
			}
		}

		private void assertInvalid(Answer answer) {
			assertThat(answer.status()).as(answer.toString()).isIn(400, 401);
			assertThat(answer.string("error"))
				.isEqualTo((answer.status() == 401) ? "invalid_client" : "invalid_request");
		}

		@ParameterizedTest
		@FieldSource("io.github.opendcr.e2e.feature.ClientAuthenticationTests#ENDPOINTS")
		void requestWhenClientIsBlankElsewhereThenRefused(String endpoint) throws JOSEException {
			for (String blank : List.of("", " ", "\t", "\u0000")) {
				for (Map<String, String> form : List.of(form("client_id", blank),
						form("client_id", blank, "client_secret", "x"),
						form("client_id", post.id(), "client_secret", blank), assertion(assertionOf(blank)),
						assertion(assertionOf(blank), "client_id", blank))) {
					form.put("token", "x");
					assertInvalid(server.http().form(endpoint, form));
				}
			}
		}

		@Test
		void tokenWhenCodeGrantHasNoVerifierThenInvalidClient() {
			assertInvalidClient(server.token(form("grant_type", "authorization_code", "code", "x", "redirect_uri",
					REDIRECT_URI, "client_id", publicClient.id())));
		}

	}

	/**
	 * RFC 6749 §2.3, Client Authentication: one method in each request.
	 */
	@Nested
	class Rfc6749Section23 {

		@ParameterizedTest
		@FieldSource("io.github.opendcr.e2e.feature.ClientAuthenticationTests#ENDPOINTS")
		void requestWhenHeaderAndBodyContradictEachOtherThenInvalidRequest(String endpoint) {
			String[] basic = TestServer.basic(confidential.id(), confidential.secret());
			for (Map<String, String> form : List.of(form("client_id", publicClient.id()),
					form("client_id", TestServer.CALLER), form("client_id", "gone"), form("client_secret", "wrong"),
					form("client_id", confidential.id(), "client_secret", "wrong"), assertion("x"))) {
				form.put("token", "x");
				Answer answer = server.http().form(endpoint, form, basic);
				assertThat(answer.status()).as(form.toString()).isEqualTo(400);
				assertThat(answer.json()).containsEntry("error", "invalid_request");
			}
			assertThat(server.http()
				.form(endpoint, form("client_id", confidential.id(), "token", "x"),
						TestServer.basic(TestServer.CALLER, TestServer.secretOf(TestServer.CALLER)))
				.json()).containsEntry("error", "invalid_request");
		}

		@Test
		void requestWhenHeaderAndBodyAgreeThenServed() {
			String[] basic = TestServer.basic(confidential.id(), confidential.secret());
			for (Map<String, String> form : List.of(form(), form("client_id", confidential.id()),
					form("client_id", "", "client_secret", "", "client_assertion", ""),
					form("client_id", confidential.id(), "client_secret", confidential.secret()))) {
				form.put("token", "x");
				assertThat(server.http().form("/oauth2/introspect", form, basic).status()).isEqualTo(200);
			}
		}

		// §3.2: as if they weren't there, as some libraries send them of a public client
		@Test
		void requestWhenPublicClientSendsEmptyCredentialsThenServed() {
			String code = new Browser(server.http()).code(publicClient.id(), REDIRECT_URI, "openid profile");
			Map<String, String> redeemed = TestServer.codeGrant(code, REDIRECT_URI);
			redeemed.put("client_id", publicClient.id());
			String[] empty = { "client_id", publicClient.id(), "client_secret", "", "client_assertion", "",
					"client_assertion_type", "" };
			Map<String, String> refresh = form(empty);
			refresh.put("grant_type", "refresh_token");
			refresh.put("refresh_token", server.token(redeemed).expect(200).string("refresh_token"));
			Map<String, String> revocation = form(empty);
			revocation.put("token", server.token(refresh).expect(200).string("refresh_token"));
			server.http().form("/oauth2/revoke", revocation).expect(200);
			Map<String, String> pushed = form(empty);
			pushed.putAll(Browser.request(publicClient.id(), REDIRECT_URI));
			server.http().form("/oauth2/par", pushed).expect(201);
		}

		@Test
		void requestWhenRegisteredByHandThenAsSpringDoes() {
			assertThat(server.http()
				.form("/oauth2/introspect", form("client_id", "gone", "client_secret", "wrong", "token", "x"),
						TestServer.basic(TestServer.CALLER, TestServer.secretOf(TestServer.CALLER)))
				.status()).isEqualTo(200);
		}

		@ParameterizedTest
		@ValueSource(strings = { "Bearer stale", "bearer a.b.c", "DPoP stale", "Bearer", "Bearer a b" })
		void tokenWhenStaleAccessTokenIsSentAlongThenIgnored(String authorization) {
			String code = new Browser(server.http()).code(publicClient.id(), REDIRECT_URI, "openid profile");
			Map<String, String> form = TestServer.codeGrant(code, REDIRECT_URI);
			form.put("client_id", publicClient.id());
			Answer tokens = server.http().form("/oauth2/token", form, "Authorization", authorization).expect(200);
			String refreshToken = tokens.string("refresh_token");
			tokens = server.http()
				.form("/oauth2/token",
						form("grant_type", "refresh_token", "refresh_token", refreshToken, "client_id",
								publicClient.id()),
						"Authorization", authorization)
				.expect(200);
			// one that is good changes nothing either
			server.http()
				.form("/oauth2/revoke", form("token", tokens.string("refresh_token"), "client_id", publicClient.id()),
						"Authorization", "Bearer " + tokens.string("access_token"))
				.expect(200);
			server.http()
				.form("/oauth2/introspect", form("token", "x", "client_id", post.id(), "client_secret", post.secret()),
						"Authorization", authorization)
				.expect(200);
			assertInvalidClient(server.http()
				.form("/oauth2/token", form("grant_type", "refresh_token", "refresh_token", "x", "client_id", "gone"),
						"Authorization", authorization));
		}

	}

	/**
	 * RFC 9126 §2.1: a pushed request has the client's credentials among its parameters.
	 */
	@Nested
	class Rfc9126Section21 {

		@Test
		void pushWhenSecretIsInTheBodyThenItIsNeverStored() {
			Map<String, String> form = request(post.id());
			form.put("client_secret", post.secret());
			String requestUri = server.http().form("/oauth2/par", form).expect(201).string("request_uri");
			assertThat(stored(post.id())).hasSize(1).noneMatch((row) -> row.contains(post.secret()));
			Browser browser = new Browser(server.http());
			browser.logIn();
			Answer consent = browser.authorize(Map.of("client_id", post.id(), "request_uri", requestUri));
			String code = Browser.parameter(browser.consent(consent).expect(302).header("Location"), "code");
			Map<String, String> grant = TestServer.codeGrant(code, REDIRECT_URI);
			grant.putAll(form("client_id", post.id(), "client_secret", post.secret()));
			server.token(grant).expect(200);
			assertThat(stored(post.id())).isNotEmpty().noneMatch((row) -> row.contains(post.secret()));
		}

		@Test
		void pushWhenAssertionIsInTheBodyThenItIsNeverStored() {
			Map<String, String> form = request(confidential.id());
			form.putAll(assertion("the-assertion"));
			server.http()
				.form("/oauth2/par", form, TestServer.basic(confidential.id(), confidential.secret()))
				.expect(400);
			Registered other = server.registered(CLIENT.formatted("client_secret_post"));
			form = request(other.id());
			form.putAll(form("client_secret", other.secret(), "client_assertion", "the-assertion"));
			server.http().form("/oauth2/par", form);
			Browser browser = new Browser(server.http());
			browser.logIn();
			browser.authorize(form).expect(200); // where they have no business at all
			assertThat(stored(other.id())).isNotEmpty()
				.noneMatch((row) -> row.contains(other.secret()) || row.contains("assertion"));
		}

		private Map<String, String> request(String clientId) {
			Map<String, String> request = Browser.request(clientId, REDIRECT_URI);
			request.put("scope", "openid profile");
			return request;
		}

		private List<String> stored(String clientId) {
			return server.bean(JdbcTemplate.class)
				.queryForList(
						"SELECT UTF8TOSTRING(attributes) FROM oauth2_authorization WHERE registered_client_id = ?",
						String.class, server.find(clientId).getId());
		}

	}

	/**
	 * RFC 7521 §4.2, Using Assertions for Client Authentication.
	 */
	@Nested
	class Rfc7521Section42 {

		@ParameterizedTest
		@FieldSource("io.github.opendcr.e2e.feature.ClientAuthenticationTests#ENDPOINTS")
		void requestWhenClientOfTheAssertionIsUnknownThenInvalidClient(String endpoint) throws JOSEException {
			Registered deleted = server.registered(CLIENT.formatted("client_secret_basic"));
			deleted.delete().expect(204);
			for (String subject : List.of(deleted.id(), "gone", "\u0000", "\u20AC")) {
				String assertion = assertionOf(subject);
				assertInvalidClient(server.http().form(endpoint, assertion(assertion, "token", "x")));
				assertInvalidClient(server.http().form(endpoint, assertion(assertion, "token", "x", "client_id", "")));
			}
			assertInvalidClient(
					server.http().form(endpoint, assertion(assertionOf("gone"), "token", "x", "client_id", "gone")));
		}

		@ParameterizedTest
		@ValueSource(strings = { "x", "a.b.c", "", "eyJhbGciOiJIUzI1NiJ9.e30.x" })
		void tokenWhenAssertionNamesNobodyThenInvalidClient(String assertion) {
			assertInvalidClient(server.token(assertion(assertion, "grant_type", "client_credentials")));
		}

		@Test
		void tokenWhenAssertionIsOfAnotherTypeThenInvalidClient() {
			Map<String, String> form = assertion("x", "grant_type", "client_credentials");
			form.put("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:saml2-bearer");
			assertInvalidClient(server.token(form));
		}

	}

}
