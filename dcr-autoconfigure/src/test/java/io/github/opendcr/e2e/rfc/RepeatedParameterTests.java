package io.github.opendcr.e2e.rfc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Request parameters MUST NOT be included more than once (RFC 6749 §3.1, §3.2), but for
 * {@code resource} (RFC 8707 §2), of which all are kept and can be read again.
 */
class RepeatedParameterTests {

	private static final String REDIRECT_URI = "https://client.example/cb";

	private static final String RESOURCES = "&resource=https://one.example&resource=https://two.example";

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.shared(AllEndpoints.class, AllEndpoints.PROPERTIES);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Registered client() {
		return server.registered("""
				{"redirect_uris": ["%s"], "grant_types": ["authorization_code", "refresh_token"]}"""
			.formatted(REDIRECT_URI));
	}

	private static String request(String clientId) {
		Map<String, String> parameters = Browser.request(clientId, REDIRECT_URI);
		parameters.put("scope", "openid profile");
		return Http.encode(parameters);
	}

	private static void assertTokensWork(String clientId, String secret, Browser browser, Answer answer) {
		Answer redirect = (answer.status() == 200) ? browser.consent(answer) : answer;
		String code = Browser.parameter(redirect.expect(302).header("Location"), "code");
		Answer tokens = server.token(clientId, secret, TestServer.codeGrant(code, REDIRECT_URI)).expect(200);
		OAuth2Authorization stored = server.bean(JdbcOAuth2AuthorizationService.class)
			.findByToken(tokens.string("access_token"), OAuth2TokenType.ACCESS_TOKEN);
		OAuth2AuthorizationRequest request = stored.getAttribute(OAuth2AuthorizationRequest.class.getName());
		assertThat(request.getAdditionalParameters()).containsEntry("resource",
				List.of("https://one.example", "https://two.example"));
		server.http()
			.form("/oauth2/revoke", Map.of("token", tokens.string("access_token")), TestServer.basic(clientId, secret))
			.expect(200);
	}

	@Nested
	class Authorization {

		@Test
		void authorizeWhenSeveralResourcesThenAllAreKept() {
			Registered client = client();
			Browser browser = new Browser(server.http());
			browser.logIn();
			assertTokensWork(client.id(), client.secret(), browser,
					browser.authorize(request(client.id()) + RESOURCES));
		}

		@Test
		void authorizeWhenSeveralResourcesArePushedThenAllAreKept() {
			Registered client = client();
			String requestUri = server.http()
				.form("/oauth2/par", request(client.id()) + RESOURCES, TestServer.basic(client.id(), client.secret()))
				.expect(201)
				.string("request_uri");
			Browser browser = new Browser(server.http());
			browser.logIn();
			assertTokensWork(client.id(), client.secret(), browser,
					browser.authorize(Map.of("client_id", client.id(), "request_uri", requestUri)));
		}

		@Test
		void authorizeWhenHandRegisteredThenSeveralResourcesCanBeReadToo() {
			RegisteredClient client = RegisteredClient.withId("by-hand")
				.clientId("by-hand")
				.clientSecret("{noop}by-hand")
				.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
				.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
				.redirectUri(REDIRECT_URI)
				.scope("openid")
				.scope("profile")
				.clientSettings(ClientSettings.builder().requireAuthorizationConsent(true).build())
				.build();
			server.bean(RegisteredClientRepository.class).save(client);
			Browser browser = new Browser(server.http());
			browser.logIn();
			assertTokensWork("by-hand", "by-hand", browser, browser.authorize(request("by-hand") + RESOURCES));
		}

		@ParameterizedTest
		@ValueSource(strings = { "ui_locales", "audience", "nonce", "max_age", "login_hint", "dpop_jkt", "anything" })
		void authorizeWhenTwiceThenClientIsTold(String name) {
			Registered client = client();
			Browser browser = new Browser(server.http());
			browser.logIn();
			String location = browser.authorize(request(client.id()) + "&" + name + "=a&" + name + "=b")
				.expect(302)
				.header("Location");
			assertThat(location).startsWith(REDIRECT_URI);
			assertThat(Browser.parameter(location, "error")).isEqualTo("invalid_request");
			assertThat(Browser.parameter(location, "error_description")).contains(name);
			assertThat(Browser.parameter(location, "state")).isEqualTo("the-state");
		}

		/**
		 * Spring takes the first of them for the only one, unless it is empty.
		 */
		@Test
		void authorizeWhenRequestUriComesTwiceThen400WhoeverSendsIt() {
			String query = "&request_uri=&request_uri=x";
			for (String clientId : List.of(client().id(), "unknown")) {
				Answer answer = new Browser(server.http()).authorize(request(clientId) + query);
				assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
				Answer posted = server.http().form("/oauth2/authorize", request(clientId) + query);
				assertThat(posted.status()).as(posted.toString()).isEqualTo(400);
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "ui_locales", "nonce", "scope", "state", "redirect_uri", "code_challenge", "client_id",
				"prompt", "response_type", "anything" })
		void pushWhenTwiceThenInvalidRequest(String name) {
			Registered client = client();
			Answer answer = server.http()
				.form("/oauth2/par", request(client.id()) + "&" + name + "=a&" + name + "=b",
						TestServer.basic(client.id(), client.secret()));
			assertThat(answer.expect(400).json()).containsEntry("error", "invalid_request");
			assertThat(answer.string("error_description")).contains(name);
		}

	}

	/**
	 * RFC 6749 §3.2.
	 */
	@Nested
	class OtherEndpoints {

		@ParameterizedTest
		@ValueSource(
				strings = { "/oauth2/token", "/oauth2/revoke", "/oauth2/introspect", "/oauth2/device_authorization" })
		void postWhenAnyParameterComesTwiceOrIsEmptyThenInvalidRequest(String path) {
			Registered client = client();
			Registered post = server.registered("""
					{"redirect_uris": ["%s"], "token_endpoint_auth_method": "client_secret_post"}"""
				.formatted(REDIRECT_URI));
			Registered open = server.registered("""
					{"redirect_uris": ["%s"], "token_endpoint_auth_method": "none"}""".formatted(REDIRECT_URI));
			for (String grant : List.of("authorization_code", "refresh_token", "client_credentials",
					"urn:ietf:params:oauth:grant-type:device_code",
					"urn:ietf:params:oauth:grant-type:token-exchange")) {
				Map<String, String> form = form(grant);
				for (String name : form.keySet()) {
					for (String more : List.of(name + "=x", name + "=")) {
						String twice = Http.encode(form) + "&" + more;
						refused(path, twice, TestServer.basic(client.id(), client.secret()));
						refused(path, twice + "&client_id=" + post.id() + "&client_secret=" + post.secret());
						refused(path, twice + "&client_id=" + open.id());
					}
					Map<String, String> empty = new LinkedHashMap<>(form);
					empty.put(name, "");
					refused(path, Http.encode(empty), TestServer.basic(client.id(), client.secret()));
					refused(path, Http.encode(empty) + "&client_id=" + open.id());
					refused(path + "?" + name, Http.encode(form), TestServer.basic(client.id(), client.secret()));
				}
			}
		}

		private static Map<String, String> form(String grant) {
			Map<String, String> form = new LinkedHashMap<>();
			form.put("grant_type", grant);
			form.put("redirect_uri", REDIRECT_URI);
			for (String name : List.of("code", "code_verifier", "refresh_token", "device_code", "subject_token",
					"actor_token", "scope", "token", "token_type_hint", "dpop_proof", "dpop_method", "dpop_target_uri",
					"requested_token_type", "client_assertion", "client_assertion_type")) {
				form.put(name, "x");
			}
			form.put("subject_token_type", "urn:ietf:params:oauth:token-type:access_token");
			form.put("actor_token_type", "urn:ietf:params:oauth:token-type:access_token");
			return form;
		}

		private final List<String> seen = new ArrayList<>();

		private void refused(String path, String form, String... headers) {
			Answer answer = server.http().form(path, form, headers);
			this.seen.add(answer.toString());
			assertThat(answer.status()).as(path + " " + form + " " + answer).isBetween(200, 499);
			if (answer.status() != 200 || !path.contains("revoke")) {
				assertThat(answer.body()).as(path + " " + form + " " + answer).contains("{");
			}
		}

	}

}
