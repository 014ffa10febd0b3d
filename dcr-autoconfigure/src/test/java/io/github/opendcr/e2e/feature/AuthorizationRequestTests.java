package io.github.opendcr.e2e.feature;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.RegisteredClientCustomizer;
import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Authorization requests that are refused, at the authorization endpoint and where they
 * are pushed.
 */
class AuthorizationRequestTests {

	private static final String CALLBACK = "https://client.example/cb";

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start(WithoutProofKey.class, "dcr.require-proof-key=false",
				"dcr.require-authorization-consent=false");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Registered client(String method, String... redirectUris) {
		return server.registered(
				Answer.write(Map.of("redirect_uris", List.of(redirectUris), "token_endpoint_auth_method", method)));
	}

	private static Answer push(Registered client, Map<String, String> request) {
		boolean confidential = client.answer().json().containsKey("client_secret");
		return server.http()
			.form("/oauth2/par", request,
					confidential ? TestServer.basic(client.id(), client.secret()) : new String[0]);
	}

	private static void assertError(Answer answer, String error) {
		String location = answer.expect(302).header("Location");
		assertThat(location).startsWith(CALLBACK + "?error=" + error + "&");
		assertThat(Browser.parameter(location, "state")).isEqualTo("the-state");
		assertThat(Browser.parameter(location, "iss")).isEqualTo(server.base());
	}

	/**
	 * RFC 9700 §2.1.1.
	 */
	@Nested
	class ProofKey {

		private static Map<String, String> withoutChallenge(Registered client) {
			Map<String, String> request = Browser.request(client.id(), CALLBACK);
			request.keySet().removeAll(List.of("code_challenge", "code_challenge_method"));
			request.put("scope", "openid");
			return request;
		}

		private static void assertRequired(Registered client) {
			Browser browser = new Browser(server.http());
			assertError(browser.authorize(withoutChallenge(client)), "invalid_request");
			assertThat(push(client, withoutChallenge(client)).expect(400).json())
				.containsEntry("error", "invalid_request")
				.extractingByKey("error_description")
				.asString()
				.contains("code_challenge");
			assertThat(new Browser(server.http()).code(client.id(), CALLBACK, "openid")).isNotEmpty();
		}

		@Test
		void authorizeWhenPublicThenAlwaysRequired() {
			assertRequired(client("none", CALLBACK));
		}

		@Test
		void authorizeWhenUpdateMakesClientPublicThenRequired() {
			Registered client = client("client_secret_basic", CALLBACK);
			Map<String, Object> update = client.asUpdateWithout("client_secret", "token_endpoint_auth_method", "none");
			assertRequired(client.as(client.update(update)));
		}

		@Test
		void authorizeWhenConfidentialThenAsThePropertySays() {
			Registered client = client("client_secret_basic", CALLBACK);
			Browser browser = new Browser(server.http());
			browser.logIn();
			assertThat(browser.authorize(withoutChallenge(client)).expect(302).header("Location"))
				.startsWith(CALLBACK + "?code=");
			push(client, withoutChallenge(client)).expect(201);
		}

	}

	/**
	 * OpenID Connect Core 1.0 §6 and §3.1.2.6.
	 */
	@Nested
	class RequestObject {

		private static final String OBJECT = "eyJhbGciOiJub25lIn0.e30.";

		private static Map<String, String> request(Registered client, String name, String value) {
			Map<String, String> request = Browser.request(client.id(), CALLBACK);
			request.put(name, value);
			return request;
		}

		@ParameterizedTest
		@ValueSource(strings = { "request=" + OBJECT, "request_uri=https://client.example/object",
				"request_uri=urn:example:object", "request_uri=x" })
		void authorizeWhenObjectThenClientIsTold(String parameter) {
			Registered client = client("none", CALLBACK);
			String[] pair = parameter.split("=", 2);
			Map<String, String> request = request(client, pair[0], pair[1]);
			String error = pair[0] + "_not_supported";
			Http http = server.http();
			assertError(new Browser(http).authorize(request), error);
			assertError(http.form("/oauth2/authorize", request), error);
			new Browser(http).logIn();
			assertError(new Browser(http).authorize(request), error);
			// RFC 9101 §5: nothing else need be there
			assertThat(
					new Browser(http).authorize(Map.of("client_id", client.id(), pair[0], pair[1])).header("Location"))
				.startsWith(CALLBACK + "?error=" + error);
		}

		@Test
		void authorizeWhenRedirectUriIsInDoubtThenNoRedirect() {
			Registered client = client("none", CALLBACK, "https://client.example/other");
			Browser browser = new Browser(server.http());
			Map<String, String> request = request(client, "request", OBJECT);
			assertError(browser.authorize(request), "request_not_supported");
			request.put("redirect_uri", "https://attacker.example/cb");
			assertThat(browser.authorize(request).expect(400).header("Location")).isEmpty();
			request.remove("redirect_uri");
			assertThat(browser.authorize(request).expect(400).header("Location")).isEmpty();
		}

		@Test
		void pushWhenObjectThenClientIsTold() {
			for (String method : List.of("client_secret_basic", "none")) {
				Registered client = client(method, CALLBACK);
				assertThat(push(client, request(client, "request", OBJECT)).expect(400).json()).containsEntry("error",
						"request_not_supported");
				assertThat(push(client, Map.of("client_id", client.id(), "request", OBJECT)).expect(400).json())
					.containsEntry("error", "request_not_supported");
				// RFC 9126 §2.1
				assertThat(push(client, request(client, "request_uri", "https://client.example/object")).expect(400)
					.json()).containsEntry("error", "invalid_request");
			}
		}

		@Test
		void authorizeWhenRegisteredByHandThenAsEver() {
			Map<String, String> request = new LinkedHashMap<>(Browser.request(TestServer.CALLER, CALLBACK));
			request.put("request", OBJECT);
			Answer answer = new Browser(server.http()).authorize(request);
			assertThat(answer.body() + answer.header("Location")).doesNotContain("request_not_supported");
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(AllEndpoints.class)
	static class WithoutProofKey {

		@Bean
		RegisteredClientCustomizer withoutProofKey() {
			return (client, registration) -> client
				.clientSettings(ClientSettings.builder().requireProofKey(false).build());
		}

	}

}
