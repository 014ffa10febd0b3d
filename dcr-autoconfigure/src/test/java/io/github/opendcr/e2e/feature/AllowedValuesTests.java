package io.github.opendcr.e2e.feature;

import java.text.ParseException;
import java.util.List;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.SignedJWT;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.RegisteredClientCustomizer;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the properties allow: the server narrows where RFC 7591 §3.2.1 lets it, and says
 * so in the answer; it refuses where nothing would be left or the client would be less
 * safe than it asked for.
 */
class AllowedValuesTests {

	private static final List<String> AUTH_METHODS = List.of("client_secret_basic", "client_secret_post",
			"client_secret_jwt", "private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth", "none");

	@ParameterizedTest
	@ValueSource(strings = { "/.well-known/oauth-authorization-server", "/.well-known/openid-configuration" })
	void discoveryWhenOnlyPublicClientsRegisterThenClientsOfTheApplicationKeepTheirSecrets(String path) {
		assertThat(TestServer.shared("dcr.allowed-token-endpoint-auth-methods=none").get(path).json())
			.containsEntry("token_endpoint_auth_methods_supported", AUTH_METHODS)
			.containsEntry("revocation_endpoint_auth_methods_supported", AUTH_METHODS);
	}

	@Nested
	class Defaults {

		private static TestServer server;

		@BeforeAll
		static void start() {
			server = TestServer.start("dcr.allowed-scopes=", "dcr.default-scopes=");
		}

		@AfterAll
		static void stop() {
			server.close();
		}

		@ParameterizedTest
		@ValueSource(strings = { "password", "client_credentials", "implicit",
				"urn:ietf:params:oauth:grant-type:jwt-bearer", "urn:ietf:params:oauth:grant-type:saml2-bearer",
				"urn:ietf:params:oauth:grant-type:device_code", "urn:ietf:params:oauth:grant-type:token-exchange" })
		void registerWhenGrantTypeNotListedThenRefusedAloneAndLeftOutBesideOthers(String grantType) {
			Refusals.assertRefused(server.register("""
					{"redirect_uris": ["https://client.example/cb"], "grant_types": ["%s"]}""".formatted(grantType)),
					"invalid_client_metadata", "authorization_code");
			Answer narrowed = server.register("""
					{"redirect_uris": ["https://client.example/cb"],
					"grant_types": ["%s", "authorization_code", "refresh_token"]}""".formatted(grantType));
			assertThat(narrowed.expect(201).json()).containsEntry("grant_types",
					List.of("authorization_code", "refresh_token"));
			assertThat(server.find(narrowed.string("client_id")).getAuthorizationGrantTypes()).hasSize(2);
		}

		@Test
		void registerWhenResponseTypesNotSupportedThenLeftOut() {
			assertThat(server.register("""
					{"redirect_uris": ["https://client.example/cb"],
					"response_types": ["code", "token", "id_token", "code id_token", "none", "unknown"]}""")
				.expect(201)
				.json()).containsEntry("response_types", List.of("code"))
				.containsEntry("grant_types", List.of("authorization_code"));
		}

		@Test
		void registerWhenOnlyResponseTypesThatAreNotSupportedThenRefused() {
			Refusals.assertRefused(server.register("""
					{"redirect_uris": ["https://client.example/cb"], "response_types": ["id_token"]}"""),
					"invalid_client_metadata");
		}

		@Test
		void registerWhenScopeAskedForAndNoneAllowedThenRefused() {
			Refusals.assertRefused(server.register("""
					{"redirect_uris": ["https://client.example/cb"], "scope": "admin"}"""), "invalid_client_metadata",
					"scope");
		}

		@Test
		void registerWhenNoScopesThenTokenHasNone() {
			Registered client = server.registered("{\"redirect_uris\": [\"https://client.example/cb\"]}");
			assertThat(client.answer().json()).doesNotContainKey("scope");
			Browser browser = new Browser(server.http());
			browser.logIn();
			Answer answer = browser.authorize(client.id(), "https://client.example/cb", Map.of("scope", "admin"));
			assertThat(answer.header("Location")).contains("error=invalid_scope");
		}

		@Test
		void registerWhenPublicAndRefreshTokenThenAnswerTellsTheTruth() {
			Registered client = server.registered("""
					{"redirect_uris": ["https://client.example/cb"], "token_endpoint_auth_method": "none",
					"grant_types": ["authorization_code", "refresh_token"]}""");
			assertThat(client.answer().json()).containsEntry("grant_types", List.of("authorization_code"));
		}

	}

	@Nested
	class Restricted {

		private static TestServer server;

		@BeforeAll
		static void start() {
			server = TestServer.start("dcr.allowed-grant-types=authorization_code",
					"dcr.allowed-token-endpoint-auth-methods=client_secret_basic", "dcr.allowed-scopes=a,b,c",
					"dcr.default-scopes=a", "dcr.redirect-uris.allowed-hosts=client.example,*.example.com",
					"dcr.redirect-uris.allowed-schemes=cursor", "dcr.redirect-uris.allow-loopback=false");
		}

		@AfterAll
		static void stop() {
			server.close();
		}

		@Test
		void registerWhenSomeScopesAllowedThenNarrowed() {
			Answer answer = server.register("""
					{"redirect_uris": ["https://client.example/cb"], "scope": "c admin b"}""").expect(201);
			assertThat(answer.json()).containsEntry("scope", "c b");
			assertThat(server.find(answer.string("client_id")).getScopes()).containsExactlyInAnyOrder("b", "c");
		}

		@ParameterizedTest
		@ValueSource(strings = { "admin", "A", "aa", "a:b" })
		void registerWhenNoScopeAllowedThenNothingOfIt(String scope) {
			Answer answer = server.register("""
					{"redirect_uris": ["https://client.example/cb"], "scope": "%s"}""".formatted(scope));
			if (answer.status() == 201) {
				assertThat(answer.json()).containsEntry("scope", "a");
			}
			else {
				Refusals.assertRefused(answer, "invalid_client_metadata", "scope");
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "none", "client_secret_post" })
		void registerWhenAuthMethodNotAllowedThenRefused(String method) {
			Refusals.assertRefused(server.register("""
					{"redirect_uris": ["https://client.example/cb"], "token_endpoint_auth_method": "%s"}"""
				.formatted(method)), "invalid_client_metadata", "client_secret_basic");
		}

		@Test
		void discoveryWhenPublicClientsNotAllowedThenNoneNotAdvertised() {
			assertThat(server.http().get("/.well-known/oauth-authorization-server").json())
				.extracting("token_endpoint_auth_methods_supported")
				.asInstanceOf(InstanceOfAssertFactories.LIST)
				.doesNotContain("none");
		}

		@ParameterizedTest
		@ValueSource(strings = { "https://client.example/cb", "https://a.example.com/cb", "https://a.b.example.com/cb",
				"cursor://anysphere.cursor/cb", "com.example.app:/cb" })
		void registerWhenHostOrSchemeAllowedThenRegistered(String uri) {
			assertThat(server.register("{\"redirect_uris\": [\"%s\"]}".formatted(uri)).status()).isEqualTo(201);
		}

		@ParameterizedTest
		@ValueSource(strings = { "https://attackerexample.com/cb", "https://example.com.evil.example/cb",
				"https://example.com/cb", "https://aclient.example/cb", "https://client.example.evil.example/cb",
				"https://a.client.example/cb", "https://evil.example/client.example",
				"https://evil.example?.example.com", "https://evil.example/.example.com", "https://.example.com/cb",
				"https://*.example.com/cb", "http://localhost:3000/cb", "http://127.0.0.1/cb", "http://[::1]/cb",
				"http://client.example/cb", "https://localhost/cb", "cursor2://x/cb", "other://x/cb" })
		void registerWhenHostOrSchemeNotAllowedThenInvalidRedirectUri(String uri) {
			Refusals.assertRefused(server.register("{\"redirect_uris\": [\"%s\"]}".formatted(uri)),
					"invalid_redirect_uri");
		}

		@Test
		void registerWhenOneOfManyIsNotAllowedThenAllRefused() {
			Map<String, Integer> before = server.rows();
			Refusals.assertRefused(server.register("""
					{"redirect_uris": ["https://client.example/cb", "https://evil.example/cb"]}"""),
					"invalid_redirect_uri", "evil.example");
			assertThat(server.rows()).isEqualTo(before);
		}

		@Test
		void registerWhenPostLogoutRedirectUriNotAllowedThenRefused() {
			Refusals.assertRefused(server.register("""
					{"redirect_uris": ["https://client.example/cb"],
					"post_logout_redirect_uris": ["https://evil.example/bye"]}"""), "invalid_client_metadata",
					"post_logout_redirect_uris");
		}

		// CVE-2026-15572: an update is judged by the same policy as a registration
		@ParameterizedTest
		@ValueSource(strings = { "\"redirect_uris\": [\"https://evil.example/cb\"]",
				"\"token_endpoint_auth_method\": \"none\"", "\"grant_types\": [\"client_credentials\"]",
				"\"redirect_uris\": null", "\"jwks_uri\": \"http://client.example/jwks\"",
				"\"redirect_uris\": [\"javascript:alert(1)\"]" })
		void updateWhenNotAllowedThenRefusedAndNothingChanges(String member) {
			Registered client = server.registered("{\"redirect_uris\": [\"https://client.example/cb\"]}");
			String json = """
					{"client_id": "%s", "redirect_uris": ["https://client.example/cb"], %s}""".formatted(client.id(),
					member);
			if (member.startsWith("\"redirect_uris")) {
				json = "{\"client_id\": \"%s\", %s}".formatted(client.id(), member);
			}
			assertThat(client.update(json).status()).isEqualTo(400);
			Map<String, Object> expected = client.answer().json();
			expected.remove("client_secret");
			assertThat(client.read().json()).isEqualTo(expected);
		}

		@Test
		void updateWhenScopeNotAllowedThenNarrowed() {
			Registered client = server.registered("{\"redirect_uris\": [\"https://client.example/cb\"]}");
			assertThat(client.update(client.asUpdate("scope", "b admin")).expect(200).json()).containsEntry("scope",
					"b");
		}

		// CVE-2026-18570: a policy can't be slipped past by leaving a member out
		@ParameterizedTest
		@ValueSource(strings = { "\"x\": 1", "\"scope\": null, \"grant_types\": null",
				"\"scope\": \"\", \"grant_types\": [], \"response_types\": [], \"token_endpoint_auth_method\": \"\"",
				"\"scope\": \" \", \"response_types\": null, \"token_endpoint_auth_method\": null" })
		void registerWhenPolicyMembersHaveNoValueThenDefaults(String members) {
			Answer answer = server
				.register("{\"redirect_uris\": [\"https://client.example/cb\"], %s}".formatted(members))
				.expect(201);
			assertThat(answer.json()).containsEntry("scope", "a")
				.containsEntry("grant_types", List.of("authorization_code"))
				.containsEntry("response_types", List.of("code"))
				.containsEntry("token_endpoint_auth_method", "client_secret_basic")
				.containsKey("client_secret");
			assertThat(server.find(answer.string("client_id")).getScopes()).containsExactly("a");
		}

	}

	@Nested
	class Relaxed {

		private static TestServer server;

		@BeforeAll
		static void start() {
			server = TestServer.start("dcr.redirect-uris.require-https=false", "dcr.require-proof-key=false",
					"dcr.require-authorization-consent=false");
		}

		@AfterAll
		static void stop() {
			server.close();
		}

		@Test
		void registerWhenHttpAllowedThenRegistered() {
			assertThat(server.register("{\"redirect_uris\": [\"http://client.example/cb\"]}").status()).isEqualTo(201);
		}

		@ParameterizedTest
		@ValueSource(strings = { "javascript:alert(1)", "ftp://client.example/cb", "myapp:/cb" })
		void registerWhenHttpAllowedThenOtherSchemesStillRefused(String uri) {
			Refusals.assertRefused(server.register("{\"redirect_uris\": [\"%s\"]}".formatted(uri)),
					"invalid_redirect_uri");
		}

		@Test
		void authorizeWithoutProofKeyAndConsentThenCode() {
			Registered client = server.registered("{\"redirect_uris\": [\"https://client.example/cb\"]}");
			Browser browser = new Browser(server.http());
			browser.logIn();
			Answer answer = browser.authorize(client.id(), "https://client.example/cb",
					Map.of("scope", "profile", "code_challenge", "", "code_challenge_method", ""));
			assertThat(answer.header("Location")).startsWith("https://client.example/cb?code=");
		}

	}

	@Nested
	class BearerGrants {

		@Test
		void registerWhenListedThenRegistered() {
			String grants = "password,client_credentials,urn:ietf:params:oauth:grant-type:jwt-bearer";
			try (TestServer server = TestServer.start("dcr.allowed-grant-types=" + grants)) {
				assertThat(server.register(Answer.write(Map.of("grant_types", List.of(grants.split(",")))))
					.expect(201)
					.json()).containsEntry("grant_types", List.of(grants.split(",")));
			}
		}

	}

	/**
	 * What is allowed, and what of it a client can use on this server.
	 */
	@Nested
	class OfUse {

		private static TestServer server;

		@BeforeAll
		static void start() {
			server = TestServer
				.start(EllipticKey.class, "dcr.allowed-grant-types=authorization_code,refresh_token,client_credentials,"
						+ "urn:ietf:params:oauth:grant-type:device_code,urn:ietf:params:oauth:grant-type:token-exchange",
						"dcr.public-clients.refresh-tokens=true", "dcr.default-scopes=openid,profile,openid");
		}

		@AfterAll
		static void stop() {
			server.close();
		}

		// as VS Code asks
		@Test
		void registerOrUpdateWhenPublicThenGrantTypesThatItCanUse() {
			String members = """
					"grant_types": ["authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code",
					"urn:ietf:params:oauth:grant-type:token-exchange", "client_credentials"], "response_types": ["code"],
					"token_endpoint_auth_method": "none", "redirect_uris": ["http://127.0.0.1:33418/"]""";
			Registered client = server.registered("{%s}".formatted(members));
			Answer updated = client.update("{\"client_id\": \"%s\", %s}".formatted(client.id(), members)).expect(200);
			for (Answer answer : List.of(client.answer(), updated)) {
				assertThat(answer.json()).containsEntry("grant_types", List.of("authorization_code", "refresh_token"));
			}
			assertThat(
					server.registered("{%s}".formatted(members.replace("none", "client_secret_post"))).answer().json())
				.extracting("grant_types", InstanceOfAssertFactories.LIST)
				.containsExactly("authorization_code", "refresh_token",
						"urn:ietf:params:oauth:grant-type:token-exchange", "client_credentials");
		}

		// RFC 8628 §3.1
		@Test
		void registerOrUpdateWhenServerHasNoDeviceEndpointThenDeviceGrantIsLeftOutOrRefused() {
			String device = "urn:ietf:params:oauth:grant-type:device_code";
			for (String alone : List.of("\"%s\"", "\"%s\", \"refresh_token\"")) {
				Refusals.assertRefused(server.register("{\"grant_types\": [" + alone.formatted(device) + "]}"),
						"invalid_client_metadata", device, "no endpoint");
			}
			Registered client = server.registered("{\"redirect_uris\": [\"https://client.example/cb\"]}");
			assertThat(client.update(client.asUpdate("grant_types", List.of(device, "authorization_code"))).json())
				.containsEntry("grant_types", List.of("authorization_code"))
				.containsEntry("response_types", List.of("code"));
			assertThat(server.find(client.id()).getAuthorizationGrantTypes()).hasSize(1);
		}

		@Test
		void registerWhenPublicAndNoGrantTypeOfUseThenRefusedWithThoseThatAre() {
			Refusals.assertRefused(
					server.register(
							"""
									{"grant_types": ["urn:ietf:params:oauth:grant-type:device_code"], "token_endpoint_auth_method": "none",
									"redirect_uris": ["http://127.0.0.1/"]}"""),
					"invalid_client_metadata", "'none'", "authorization_code, refresh_token");
		}

		@Test
		void registerWhenScopeIsOmittedThenEachDefaultOnce() {
			assertThat(server.register("{\"redirect_uris\": [\"https://client.example/cb\"]}").expect(201).json())
				.containsEntry("scope", "openid profile");
		}

		@Test
		void registerWhenServerHasNoKeyForTheDefaultAlgorithmThenAnswerTellsAnotherOneThatLogsIn()
				throws ParseException {
			Registered client = server.registered("{\"redirect_uris\": [\"https://client.example/cb\"]}");
			assertThat(client.answer().json()).containsEntry("id_token_signed_response_alg", "ES256");
			Answer tokens = server.tokensByCode(client, "https://client.example/cb", "openid").expect(200);
			assertThat(SignedJWT.parse(tokens.string("id_token")).getHeader().getAlgorithm().getName())
				.isEqualTo("ES256");
			assertThat(client.update(client.asUpdate()).expect(200).json())
				.containsEntry("id_token_signed_response_alg", "ES256");
			Refusals.assertRefused(server.register("""
					{"redirect_uris": ["https://client.example/cb"], "id_token_signed_response_alg": "RS256"}"""),
					"invalid_client_metadata", "id_token_signed_response_alg", "ES256");
		}

		@Test
		void registerWhenOpenidIsNotGrantedThenNoAlgorithm() {
			assertThat(server.register("{\"redirect_uris\": [\"https://client.example/cb\"], \"scope\": \"email\"}")
				.expect(201)
				.json()).doesNotContainKey("id_token_signed_response_alg");
		}

	}

	/**
	 * With opaque access tokens, since Spring signs others by RS256 only.
	 */
	@Configuration(proxyBeanMethods = false)
	static class EllipticKey {

		@Bean
		RegisteredClientCustomizer opaqueAccessTokens() {
			return (client, registration) -> client
				.tokenSettings(TokenSettings.builder().accessTokenFormat(OAuth2TokenFormat.REFERENCE).build());
		}

		@Bean
		JWKSource<SecurityContext> jwkSource() throws JOSEException {
			return new ImmutableJWKSet<>(new JWKSet(new ECKeyGenerator(Curve.P_256).keyID("p256").generate()));
		}

	}

}
