package io.github.opendcr.e2e.feature;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.RegisteredClientCustomizer;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.DpopKey;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.jwt.NimbusJwtEncoder;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;
import org.springframework.security.oauth2.server.authorization.token.DelegatingOAuth2TokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.JwtGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2RefreshTokenGenerator;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a client registers as a requirement of its own, and Spring has no switch for,
 * holds at run time for this client.
 */
class ClientRequirementTests {

	private static final String REDIRECT_URI = "https://client.example/cb";

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start("dcr.public-clients.refresh-tokens=true",
				"dcr.allowed-grant-types=authorization_code,refresh_token,client_credentials");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private Registered client(String method, String requirement) {
		return server.registered("""
				{"redirect_uris": ["%s"], "grant_types": ["authorization_code", "refresh_token"],
				 "token_endpoint_auth_method": "%s", "%s": true}""".formatted(REDIRECT_URI, method, requirement));
	}

	private static String[] credentials(Registered client, String... more) {
		boolean confidential = client.answer().json().containsKey("client_secret");
		String[] basic = confidential ? TestServer.basic(client.id(), client.secret()) : new String[0];
		return Stream.of(basic, more).flatMap(Arrays::stream).toArray(String[]::new);
	}

	private Answer token(Registered client, Map<String, String> form, String... headers) {
		Map<String, String> all = new LinkedHashMap<>(form);
		all.put("client_id", client.id());
		return server.http().form("/oauth2/token", all, credentials(client, headers));
	}

	private static Map<String, String> refreshGrant(String refreshToken) {
		return Map.of("grant_type", "refresh_token", "refresh_token", refreshToken);
	}

	@Nested
	class RequirePushedAuthorizationRequests {

		private static final String MEMBER = "require_pushed_authorization_requests";

		private static Answer push(Registered client, String... headers) {
			Map<String, String> form = Browser.request(client.id(), REDIRECT_URI);
			form.put("scope", "openid profile");
			return server.http().form("/oauth2/par", form, headers);
		}

		@ParameterizedTest
		@ValueSource(strings = { "client_secret_basic", "none" })
		void authorizeWhenPushedThenTokens(String method) {
			Registered client = client(method, MEMBER);
			assertThat(client.answer().json()).containsEntry(MEMBER, true);
			String requestUri = push(client, credentials(client)).expect(201).string("request_uri");
			Browser browser = new Browser(server.http());
			browser.logIn();
			Answer consent = browser.authorize(Map.of("client_id", client.id(), "request_uri", requestUri));
			String code = Browser.parameter(browser.consent(consent).expect(302).header("Location"), "code");
			assertThat(token(client, TestServer.codeGrant(code, REDIRECT_URI)).expect(200).json())
				.containsKeys("access_token", "id_token", "refresh_token");
		}

		@ParameterizedTest
		@ValueSource(booleans = { true, false })
		void authorizeWhenNotPushedThenInvalidRequest(boolean loggedIn) {
			Registered client = client("none", MEMBER);
			Browser browser = new Browser(server.http());
			if (loggedIn) {
				browser.logIn();
			}
			Answer answer = browser.authorize(client.id(), REDIRECT_URI, Map.of("scope", "openid")).expect(302);
			assertThat(answer.header("Location")).startsWith(REDIRECT_URI + "?");
			assertThat(Browser.parameter(answer.header("Location"), "error")).isEqualTo("invalid_request");
			assertThat(Browser.parameter(answer.header("Location"), "error_description")).contains("pushed");
			assertThat(Browser.parameter(answer.header("Location"), "state")).isEqualTo("the-state");
		}

		@Test
		void authorizeWhenNotPushedAndRedirectUriIsAnothersThenNoRedirect() {
			Registered client = client("none", MEMBER);
			Browser browser = new Browser(server.http());
			browser.logIn();
			assertThat(
					browser.authorize(client.id(), "https://attacker.example/cb", Map.of("scope", "openid")).status())
				.isEqualTo(400);
		}

		@Test
		void authorizeWhenRequestUriIsMadeUpOrAnothersThenRefused() {
			Registered client = client("none", MEMBER);
			Registered other = client("none", MEMBER);
			String requestUri = push(other).expect(201).string("request_uri");
			Browser browser = new Browser(server.http());
			browser.logIn();
			for (String uri : List.of(requestUri, "urn:ietf:params:oauth:request_uri:made-up")) {
				Map<String, String> request = Browser.request(client.id(), REDIRECT_URI);
				request.put("request_uri", uri);
				assertThat(browser.authorize(request).status()).as(uri).isEqualTo(400);
			}
		}

		@Test
		void pushWhenClientIsUnknownOrSecretMissingThenInvalidClient() {
			Registered confidential = client("client_secret_basic", MEMBER);
			assertThat(push(confidential).status()).isEqualTo(401);
			Map<String, String> form = Browser.request("unknown", REDIRECT_URI);
			Answer unknown = server.http().form("/oauth2/par", form).expect(401);
			assertThat(unknown.json()).containsEntry("error", "invalid_client");
		}

		@Test
		void authorizeWhenUpdateDropsTheRequirementThenNeedNotBePushed() {
			Registered client = client("none", MEMBER);
			Registered updated = client.as(client.update(client.asUpdate(MEMBER, false)));
			assertThat(new Browser(server.http()).code(updated.id(), REDIRECT_URI, "openid profile")).isNotEmpty();
		}

		@Test
		void authorizeWhenNotRequiredThenEitherWay() {
			Registered client = server.registered("""
					{"redirect_uris": ["%s"], "token_endpoint_auth_method": "none"}""".formatted(REDIRECT_URI));
			assertThat(new Browser(server.http()).code(client.id(), REDIRECT_URI, "openid")).isNotEmpty();
			push(client).expect(201);
		}

		@Test
		void discoveryThenShowsTheEndpoint() {
			for (String document : List.of("oauth-authorization-server", "openid-configuration")) {
				assertThat(server.http().get("/.well-known/" + document).json())
					.containsEntry("pushed_authorization_request_endpoint", server.base() + "/oauth2/par");
			}
		}

	}

	@Nested
	class DpopBoundAccessTokens {

		private static final String MEMBER = "dpop_bound_access_tokens";

		private static String tokenEndpoint() {
			return server.base() + "/oauth2/token";
		}

		@ParameterizedTest
		@ValueSource(strings = { "client_secret_basic", "none" })
		void tokenWhenNoProofThenRefusedAndNothingIsIssued(String method) {
			Registered client = client(method, MEMBER);
			DpopKey key = new DpopKey();
			String code = new Browser(server.http()).code(client.id(), REDIRECT_URI, "openid profile");
			Map<String, String> grant = TestServer.codeGrant(code, REDIRECT_URI);
			Answer refused = token(client, grant).expect(400);
			assertThat(refused.json()).containsEntry("error", "invalid_dpop_proof").doesNotContainKey("access_token");

			// the code was not spent
			Answer tokens = token(client, grant, key.proof("POST", tokenEndpoint())).expect(200);
			assertThat(tokens.json()).containsEntry("token_type", "DPoP");
			assertThat(DpopKey.boundTo(tokens.string("access_token"))).isEqualTo(key.thumbprint());
			assertThat(server.introspect(tokens.string("access_token")).json()).containsEntry("cnf",
					Map.of("jkt", key.thumbprint()));

			Map<String, String> refresh = refreshGrant(tokens.string("refresh_token"));
			assertThat(token(client, refresh).expect(400).json()).containsEntry("error", "invalid_dpop_proof");
			Answer refreshed = token(client, refresh, key.proof("POST", tokenEndpoint())).expect(200);
			assertThat(refreshed.json()).containsEntry("token_type", "DPoP");
			assertThat(DpopKey.boundTo(refreshed.string("access_token"))).isEqualTo(key.thumbprint());
		}

		@Test
		void tokenWhenProofIsForAnotherUrlThenRefused() {
			Registered client = client("none", MEMBER);
			String code = new Browser(server.http()).code(client.id(), REDIRECT_URI, "openid profile");
			String[] proof = new DpopKey().proof("POST", "https://elsewhere.example/oauth2/token");
			assertThat(token(client, TestServer.codeGrant(code, REDIRECT_URI), proof).expect(400).json())
				.containsEntry("error", "invalid_dpop_proof");
		}

		@Test
		void tokenWhenClientCredentialsThenBoundOrRefused() {
			Registered client = server.registered("""
					{"grant_types": ["client_credentials"], "dpop_bound_access_tokens": true}""");
			Map<String, String> grant = Map.of("grant_type", "client_credentials", "scope", "profile");
			assertThat(token(client, grant).expect(400).json()).containsEntry("error", "invalid_dpop_proof");
			DpopKey key = new DpopKey();
			Answer tokens = token(client, grant, key.proof("POST", tokenEndpoint())).expect(200);
			assertThat(DpopKey.boundTo(tokens.string("access_token"))).isEqualTo(key.thumbprint());
		}

		@Test
		void userinfoWhenTokenIsBoundThenWithProofOnly() {
			Registered client = client("none", MEMBER);
			DpopKey key = new DpopKey();
			String code = new Browser(server.http()).code(client.id(), REDIRECT_URI, "openid profile");
			String accessToken = token(client, TestServer.codeGrant(code, REDIRECT_URI),
					key.proof("POST", tokenEndpoint()))
				.expect(200)
				.string("access_token");
			String userinfo = server.base() + "/userinfo";
			assertThat(server.http().get("/userinfo", key.proofWith(accessToken, "GET", userinfo)).expect(200).json())
				.containsEntry("sub", "user");
			assertThat(server.http().get("/userinfo", Registered.bearer(accessToken)).status()).isEqualTo(401);
		}

		@Test
		void tokenWhenNotRequiredThenProofIsTheClientsChoice() {
			Registered client = server.registered("""
					{"grant_types": ["client_credentials"], "dpop_bound_access_tokens": false}""");
			Map<String, String> grant = Map.of("grant_type", "client_credentials", "scope", "profile");
			assertThat(token(client, grant).expect(200).json()).containsEntry("token_type", "Bearer");
		}

		@Test
		void tokenWhenUpdateAddsTheRequirementThenHolds() {
			Registered client = server.registered("{\"grant_types\": [\"client_credentials\"]}");
			Map<String, String> grant = Map.of("grant_type", "client_credentials", "scope", "profile");
			token(client, grant).expect(200);
			client.update(client.asUpdate(MEMBER, true)).expect(200);
			assertThat(token(client, grant).expect(400).json()).containsEntry("error", "invalid_dpop_proof");
		}

		@Test
		void discoveryThenShowsTheAlgorithms() {
			assertThat(server.http().get("/.well-known/oauth-authorization-server").json())
				.extractingByKey("dpop_signing_alg_values_supported")
				.asList()
				.contains("ES256");
		}

	}

	/**
	 * RFC 9449 §10.
	 */
	@Nested
	class CodeBoundToKey {

		private final DpopKey key = new DpopKey();

		private String code(Registered client, Map<String, String> more) {
			Browser browser = new Browser(server.http());
			browser.logIn();
			Answer page = browser.authorize(client.id(), REDIRECT_URI, more);
			return Browser.parameter(browser.consent(page).expect(302).header("Location"), "code");
		}

		private String pushedCode(Registered client, String jkt, String... proof) {
			Answer pushed = push(client, jkt, proof).expect(201);
			Browser browser = new Browser(server.http());
			browser.logIn();
			Answer page = browser
				.authorize(Map.of("client_id", client.id(), "request_uri", pushed.string("request_uri")));
			Answer answer = (page.status() == 200) ? browser.consent(page) : page;
			return Browser.parameter(answer.expect(302).header("Location"), "code");
		}

		private static Answer push(Registered client, String jkt, String... proof) {
			Map<String, String> form = Browser.request(client.id(), REDIRECT_URI);
			form.put("scope", "openid profile");
			form.put("dpop_jkt", jkt);
			form.values().removeIf(String::isEmpty);
			return server.http().form("/oauth2/par", form, credentials(client, proof));
		}

		private String[] proof(DpopKey key, String path) {
			return key.proof("POST", server.base() + path);
		}

		private void assertBound(Registered client, String code) {
			Map<String, String> grant = TestServer.codeGrant(code, REDIRECT_URI);
			assertThat(token(client, grant).expect(400).json()).containsEntry("error", "invalid_dpop_proof");
			assertThat(token(client, grant, proof(new DpopKey(), "/oauth2/token")).expect(400).json())
				.containsEntry("error", "invalid_grant");
			// the code was not spent
			Answer tokens = token(client, grant, proof(this.key, "/oauth2/token")).expect(200);
			assertThat(DpopKey.boundTo(tokens.string("access_token"))).isEqualTo(this.key.thumbprint());
		}

		@ParameterizedTest
		@ValueSource(strings = { "none", "client_secret_basic" })
		void tokenWhenRequestNamedTheKeyThenNoOtherRedeemsTheCode(String method) {
			Map<String, String> request = Map.of("scope", "openid profile", "dpop_jkt", this.key.thumbprint());
			Registered client = client(method, "require_auth_time");
			assertBound(client, code(client, request));
			Registered binding = client(method, "dpop_bound_access_tokens");
			assertBound(binding, code(binding, request));
		}

		@Test
		void tokenWhenPushedRequestNamedTheKeyThenNoOtherRedeemsTheCode() {
			Registered client = client("none", "require_auth_time");
			assertBound(client, pushedCode(client, this.key.thumbprint()));
		}

		/**
		 * RFC 9449 §10.1.
		 */
		@Test
		void tokenWhenPushedRequestHadAProofThenNoOtherRedeemsTheCode() {
			Registered client = client("client_secret_basic", "require_auth_time");
			assertBound(client, pushedCode(client, "", proof(this.key, "/oauth2/par")));
			assertBound(client, pushedCode(client, this.key.thumbprint(), proof(this.key, "/oauth2/par")));
		}

		@Test
		void pushWhenProofIsOfAnotherKeyOrRequestThenRefused() {
			Registered client = client("none", "require_auth_time");
			assertThat(push(client, this.key.thumbprint(), proof(new DpopKey(), "/oauth2/par")).expect(400).json())
				.containsEntry("error", "invalid_dpop_proof");
			assertThat(push(client, "", proof(this.key, "/oauth2/token")).expect(400).json()).containsEntry("error",
					"invalid_dpop_proof");
			assertThat(push(client, "", "DPoP", "garbage").expect(400).json()).containsEntry("error",
					"invalid_dpop_proof");
			assertThat(push(client, "garbage").expect(400).json()).containsEntry("error", "invalid_request");
		}

		@Test
		void authorizeWhenThumbprintIsNoneThenClientIsTold() {
			Registered client = client("none", "require_auth_time");
			String location = new Browser(server.http())
				.authorize(client.id(), REDIRECT_URI, Map.of("scope", "openid", "dpop_jkt", "garbage"))
				.expect(302)
				.header("Location");
			assertThat(location).startsWith(REDIRECT_URI).contains("error=invalid_request");
		}

	}

	@Nested
	class TlsClientCertificateBoundAccessTokens {

		@ParameterizedTest
		@ValueSource(strings = { "client_secret_basic", "none" })
		void registerWhenClientHasNoCertificateThenRefusedByName(String method) {
			Refusals.assertRefused(server.register("""
					{"redirect_uris": ["%s"], "token_endpoint_auth_method": "%s",
					 "tls_client_certificate_bound_access_tokens": true}""".formatted(REDIRECT_URI, method)),
					"invalid_client_metadata", "tls_client_certificate_bound_access_tokens", "tls_client_auth");
		}

	}

	@Nested
	class Applications {

		@Test
		void customizerWhenItReplacesTheSettingsThenRequirementsStay() {
			try (TestServer customized = TestServer.start(ReplacingSettings.class)) {
				Registered client = customized.registered("""
						{"redirect_uris": ["%s"], "token_endpoint_auth_method": "none",
						 "require_pushed_authorization_requests": true}""".formatted(REDIRECT_URI));
				Browser browser = new Browser(customized.http());
				assertThat(browser.authorize(client.id(), REDIRECT_URI, Map.of("scope", "openid")).header("Location"))
					.contains("error=invalid_request");
			}
		}

		@Test
		void tokenWhenGeneratorOfTheApplicationDoesNotBindThenRefused() {
			try (TestServer customized = TestServer.start(Unbinding.class,
					"dcr.allowed-grant-types=client_credentials")) {
				Registered client = customized.registered("""
						{"grant_types": ["client_credentials"], "dpop_bound_access_tokens": true}""");
				Answer answer = customized.http()
					.form("/oauth2/token", Map.of("grant_type", "client_credentials"),
							Stream
								.of(TestServer.basic(client.id(), client.secret()),
										new DpopKey().proof("POST", customized.base() + "/oauth2/token"))
								.flatMap(Arrays::stream)
								.toArray(String[]::new));
				assertThat(answer.expect(400).json()).containsEntry("error", "server_error");
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReplacingSettings {

		@Bean
		RegisteredClientCustomizer replacingSettings() {
			return (client, registration) -> client.clientSettings(ClientSettings.builder().build())
				.tokenSettings(TokenSettings.builder().build());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Unbinding {

		@Bean
		OAuth2TokenGenerator<?> tokenGenerator(JWKSource<SecurityContext> jwkSource) {
			return new DelegatingOAuth2TokenGenerator(new JwtGenerator(new NimbusJwtEncoder(jwkSource)),
					new OAuth2RefreshTokenGenerator());
		}

	}

}
