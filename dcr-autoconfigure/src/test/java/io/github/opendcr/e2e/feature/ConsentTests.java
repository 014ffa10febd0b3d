package io.github.opendcr.e2e.feature;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.consent.ConsentModels;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.OwnChains;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a user is asked, and told, before a client that registered itself gets anything
 * (RFC 7591 §5).
 */
class ConsentTests {

	private static final String CALLBACK = "https://client.example/cb";

	private static final String CLIENT = """
			{"redirect_uris": ["https://client.example/cb"], "scope": "openid profile email",
			"grant_types": ["authorization_code", "refresh_token"]}""";

	private static Registered register(TestServer server, Map<String, ?> more) {
		Map<String, Object> metadata = new LinkedHashMap<>(
				Map.of("redirect_uris", List.of(CALLBACK), "scope", "openid profile email"));
		metadata.putAll(more);
		return server.registered(Answer.write(metadata));
	}

	private static RegisteredClient byHand(TestServer server) {
		RegisteredClient client = RegisteredClient.withId("by-hand")
			.clientId("by-hand")
			.clientName("Our \u202Eown")
			.clientSecret("{noop}by-hand")
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.redirectUri("https://own.example/cb")
			.scope("openid")
			.scope("profile")
			.clientSettings(ClientSettings.builder().requireAuthorizationConsent(true).build())
			.build();
		server.bean(RegisteredClientRepository.class).save(client);
		return client;
	}

	/**
	 * With a consent page of the application.
	 */
	@Nested
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	class WithOwnPage {

		private TestServer server;

		private Http http;

		private Browser browser;

		@BeforeAll
		void start() {
			this.server = TestServer.start(OwnConsentPage.class, "dcr.consent.scopes.profile=Read who you say you are",
					"dcr.consent.scopes.email=Read your address",
					"dcr.resources.allowed[0].uri=https://mcp.example/notes",
					"dcr.allowed-grant-types=authorization_code,refresh_token,urn:ietf:params:oauth:grant-type:device_code");
		}

		@AfterAll
		void stop() {
			this.server.close();
		}

		@BeforeEach
		void logIn() {
			this.http = this.server.http();
			this.browser = new Browser(this.http);
			this.browser.logIn();
		}

		@Test
		void authorizeWhenOpenidAloneThenUserIsAskedOnce() {
			Registered client = register(this.server, Map.of());
			String state = pending(client.id(), "openid");
			assertThat(consent(client.id(), state, "openid")).contains("code=");
			assertThat(authorize(client.id(), "openid")).startsWith(CALLBACK + "?code=");
			// consent to openid is none to anything else
			assertThat(pending(client.id(), "openid profile")).isNotEmpty();
		}

		@Test
		void authorizeWhenOpenidAloneIsRefusedThenAccessDenied() {
			Registered client = register(this.server, Map.of());
			assertThat(consent(client.id(), pending(client.id(), "openid"))).contains("error=access_denied");
			assertThat(pending(client.id(), "openid")).isNotEmpty();
		}

		@Test
		void authorizeWhenMoreWasGrantedBeforeThenOpenidAloneIsNotAsked() {
			Registered client = register(this.server, Map.of());
			consent(client.id(), pending(client.id(), "openid profile"), "profile");
			assertThat(authorize(client.id(), "openid")).startsWith(CALLBACK + "?code=");
		}

		@Test
		void authorizeWhenOpenidAloneAndPromptNoneThenConsentRequired() {
			Registered client = register(this.server, Map.of());
			Answer answer = this.browser.authorize(client.id(), CALLBACK, Map.of("scope", "openid", "prompt", "none"));
			assertThat(answer.expect(302).header("Location")).startsWith(CALLBACK + "?error=consent_required");
		}

		@ParameterizedTest
		@ValueSource(strings = { "GET", "POST", "PUSHED", "PUSHED, empty" })
		void authorizeWhenScopeIsLeftOutThenUserIsAskedForTheRegisteredOnes(String way) {
			Registered client = register(this.server, Map.of());
			Map<String, String> request = Browser.request(client.id(), CALLBACK);
			if (way.endsWith("empty")) {
				request.put("scope", "");
			}
			Answer answer = switch (way) {
				case "GET" -> this.browser.authorize(request);
				case "POST" -> this.http.form("/oauth2/authorize", request, "Accept", "text/html");
				default -> this.browser.authorize(Map.of("client_id", client.id(), "request_uri",
						this.server.http()
							.form("/oauth2/par", request, TestServer.basic(client.id(), client.secret()))
							.expect(201)
							.string("request_uri")));
			};
			String state = Browser.parameter(answer.expect(302).header("Location"), "state");
			assertThat(model(state, "en").get("askedScopes").toString()).contains("openid", "profile", "email");
			String code = Browser.parameter(consent(client.id(), state, "profile"), "code");
			Answer tokens = this.server.token(client.id(), client.secret(), TestServer.codeGrant(code, CALLBACK));
			assertThat(tokens.expect(200).string("scope").split(" ")).containsExactlyInAnyOrder("openid", "profile");
		}

		@Test
		void authorizeWhenRegisteredByHandThenOpenidAloneIsNotAsked() {
			RegisteredClient client = byHand(this.server);
			Answer answer = this.browser.authorize(client.getClientId(), "https://own.example/cb",
					Map.of("scope", "openid"));
			assertThat(answer.expect(302).header("Location")).contains("code=");
		}

		@Test
		void modelThenSaysWhatTheClientSaidAndThatItDidSo() {
			Registered client = register(this.server,
					Map.of("client_name", "Notes \u202E!", "client_name#fr", "Cahiers", "policy_uri",
							"https://client.example/policy", "policy_uri#fr", "https://client.example/regles",
							"tos_uri", "http://client.example/terms", "logo_uri", "https://client.example/logo.png"));
			String state = pending(client.id(), "openid profile email");
			Map<String, Object> model = model(state, "en-GB");
			assertThat(model).containsEntry("clientId", client.id())
				.containsEntry("selfRegistered", true)
				.containsEntry("clientName", "Notes !")
				.containsEntry("deceptiveName", true)
				.containsEntry("redirectUri", CALLBACK)
				.containsEntry("redirectHost", "client.example")
				.containsEntry("onThisDevice", false)
				.containsEntry("policyUri", "https://client.example/policy")
				.containsEntry("termsUri", null);
			assertThat(model.toString()).doesNotContain("logo");
			assertThat(Instant.parse((String) model.get("registeredAt")).getEpochSecond())
				.isEqualTo(((Number) client.answer().json().get("client_id_issued_at")).longValue());
			assertThat(model.get("scopes"))
				.isEqualTo(List.of(Map.of("value", "openid", "words", "Know who you are", "granted", false),
						Map.of("value", "email", "words", "Read your address", "granted", false),
						Map.of("value", "profile", "words", "Read who you say you are", "granted", false)));
			assertThat(model.get("askedScopes")).isEqualTo(model.get("scopes"));

			Map<String, Object> french = model(state, "fr");
			assertThat(french).containsEntry("clientName", "Cahiers")
				.containsEntry("deceptiveName", false)
				.containsEntry("policyUri", "https://client.example/regles");
			assertThat(french.get("scopes").toString()).contains("Lire votre adresse", "Read who you say you are");
		}

		@Test
		void modelWhenSomeWasGrantedBeforeThenSaysSo() {
			Registered client = register(this.server, Map.of());
			consent(client.id(), pending(client.id(), "openid profile"), "profile");
			Map<String, Object> model = model(pending(client.id(), "openid profile email"), "en");
			assertThat(model.get("grantedScopes").toString()).contains("openid", "profile").doesNotContain("email");
			assertThat(model.get("askedScopes").toString()).contains("email").doesNotContain("openid", "profile");
		}

		@Test
		void modelWhenClientNamesAResourceThenSaysWhereItIsUsed() {
			Registered client = register(this.server, Map.of());
			String state = pending(client.id(), "openid profile");
			assertThat(model(state, "en")).containsEntry("resources", List.of());
			consent(client.id(), state, "openid", "profile");
			for (String scope : List.of("openid profile", "openid")) {
				Answer page = this.browser.authorize(client.id(), CALLBACK,
						Map.of("scope", scope, "resource", "https://mcp.example/notes"));
				state = Browser.parameter(page.expect(302).header("Location"), "state");
				Map<String, Object> model = model(state, "en");
				assertThat(model).containsEntry("resources", List.of("https://mcp.example/notes"));
				assertThat(model.get("grantedScopes")).as("elsewhere").isEqualTo(List.of());
			}
		}

		@Test
		void modelWhenLinkWasChangedThenSaysWhatWaits() {
			Registered client = register(this.server, Map.of("client_name", "Notes"));
			Registered other = register(this.server, Map.of("client_name", "Your bank"));
			String state = pending(client.id(), "openid profile");
			Answer page = this.http.get("/consent?client_id=" + other.id() + "&scope=email&state=" + state);
			assertThat(page.expect(200).json()).containsEntry("clientName", "Notes");
			assertThat(page.body()).doesNotContain("email");
			this.http.get("/consent?state=unknown").expect(404);
		}

		@Test
		void modelWhenItWaitsForAnotherUserThenIsNone() {
			Registered client = register(this.server, Map.of());
			String state = pending(client.id(), "openid profile");
			assertThat(this.server.bean(ConsentModels.class).find(state, "another", Locale.ENGLISH)).isNull();
			assertThat(this.server.bean(ConsentModels.class).find("", "user", Locale.ENGLISH)).isNull();
			assertThat(this.server.bean(ConsentModels.class).find("\0", "user", Locale.ENGLISH)).isNull();
		}

		@Test
		void modelWhenOnlyTheMarkIsLeftThenClientRegisteredItself() {
			Registered client = register(this.server, Map.of("client_name", "Lost \u202E"));
			ClientRegistrationStore store = this.server.bean(ClientRegistrationStore.class);
			assertThat(store.delete(client.id(), store.findByClientId(client.id()).version())).isTrue();
			assertThat(model(pending(client.id(), "openid profile"), "en")).containsEntry("selfRegistered", true)
				.containsEntry("clientName", "Lost")
				.containsEntry("registeredAt", null);
		}

		@Test
		void modelWhenRegisteredByHandThenDoesNotWarn() {
			RegisteredClient client = byHand(this.server);
			Answer answer = this.browser.authorize(client.getClientId(), "https://own.example/cb",
					Map.of("scope", "openid profile"));
			assertThat(model(Browser.parameter(answer.expect(302).header("Location"), "state"), "en"))
				.containsEntry("selfRegistered", false)
				.containsEntry("clientName", client.getClientName())
				.containsEntry("deceptiveName", false)
				.containsEntry("redirectHost", "own.example");
		}

		@Test
		void modelWhenRedirectUriIsLeftOutThenSaysWhereTheAnswerGoes() {
			Registered client = register(this.server, Map.of());
			Answer answer = this.browser.authorize(client.id(), "", Map.of("scope", "profile"));
			assertThat(model(Browser.parameter(answer.expect(302).header("Location"), "state"), "en"))
				.containsEntry("redirectUri", CALLBACK);
		}

		@Test
		void modelWhenClientIsOnTheDeviceThenHasNoHost() {
			Registered client = register(this.server,
					Map.of("redirect_uris", List.of("http://localhost:1234/cb"), "application_type", "native"));
			Answer answer = this.browser.authorize(client.id(), "http://localhost:4321/cb", Map.of("scope", "profile"));
			assertThat(model(Browser.parameter(answer.expect(302).header("Location"), "state"), "en"))
				.containsEntry("redirectUri", "http://localhost:4321/cb")
				.containsEntry("redirectHost", null)
				.containsEntry("onThisDevice", true);
		}

		@Test
		void verifyWhenDeviceLeavesScopeOutThenUserIsAskedForTheRegisteredOnes() {
			Registered client = register(this.server, Map.of("grant_types",
					List.of("authorization_code", "urn:ietf:params:oauth:grant-type:device_code")));
			String userCode = this.http
				.form("/oauth2/device_authorization", Map.of(), TestServer.basic(client.id(), client.secret()))
				.expect(200)
				.string("user_code");
			Answer answer = this.http.get("/oauth2/device_verification?user_code=" + userCode, "Accept", "text/html");
			// Spring has no openid for devices
			assertThat(model(Browser.parameter(answer.expect(302).header("Location"), "state"), "en").get("askedScopes")
				.toString()).contains("profile", "email").doesNotContain("openid");
		}

		@Test
		void modelWhenClientIsADeviceThenNobodyIsRedirected() {
			Registered client = register(this.server, Map.of("grant_types",
					List.of("authorization_code", "urn:ietf:params:oauth:grant-type:device_code")));
			String userCode = this.http
				.form("/oauth2/device_authorization", Map.of("scope", "profile"),
						TestServer.basic(client.id(), client.secret()))
				.expect(200)
				.string("user_code");
			Answer answer = this.http.get("/oauth2/device_verification?user_code=" + userCode, "Accept", "text/html");
			assertThat(model(Browser.parameter(answer.expect(302).header("Location"), "state"), "en"))
				.containsEntry("clientId", client.id())
				.containsEntry("redirectUri", null)
				.containsEntry("onThisDevice", false)
				.hasEntrySatisfying("scopes", (scopes) -> assertThat(scopes.toString()).contains("profile"));
		}

		private String authorize(String clientId, String scope) {
			return this.browser.authorize(clientId, CALLBACK, Map.of("scope", scope)).expect(302).header("Location");
		}

		private String pending(String clientId, String scope) {
			String location = authorize(clientId, scope);
			assertThat(location).contains("/consent?");
			return Browser.parameter(location, "state");
		}

		private Map<String, Object> model(String state, String language) {
			return this.http.get("/consent?state=" + state, "Accept-Language", language).expect(200).json();
		}

		private String consent(String clientId, String state, String... scopes) {
			StringBuilder form = new StringBuilder(Http.encode(Map.of("client_id", clientId, "state", state)));
			Set.of(scopes).forEach((scope) -> form.append("&scope=").append(scope));
			return this.http.form("/oauth2/authorize", form.toString()).expect(302).header("Location");
		}

	}

	/**
	 * Without a page of the application, or where it doesn't want to ask.
	 */
	@Nested
	class OpenidAlone {

		@Test
		void authorizeWhenPageIsSpringsThenIsNotAsked() {
			try (TestServer server = TestServer.start("dcr.consent.page=off")) {
				assertNotAsked(server);
			}
		}

		@Test
		void authorizeWhenTurnedOffThenIsNotAsked() {
			try (TestServer server = TestServer.start(OwnConsentPage.class, "dcr.consent.openid-alone=false")) {
				assertNotAsked(server);
			}
		}

		@Test
		@ExtendWith(OutputCaptureExtension.class)
		void authorizeWhenPageDoesNotUseModelsThenIsNotAskedAndStartSaysSo(CapturedOutput output) {
			try (TestServer server = TestServer.start(PageLikeSprings.class, "logging.level.io.github.opendcr=warn")) {
				assertNotAsked(server);
				assertThat(output).contains("Nothing uses ConsentModels", "'/consent'",
						"dcr.consent.openid-alone=true");
			}
		}

		@Test
		void authorizeWhenPageDoesNotUseModelsAndPropertySaysSoThenIsAsked() {
			try (TestServer server = TestServer.start(PageLikeSprings.class, "dcr.consent.openid-alone=true")) {
				Registered client = server.registered(CLIENT);
				Browser browser = new Browser(server.http());
				browser.logIn();
				Answer answer = browser.authorize(client.id(), CALLBACK, Map.of("scope", "openid"));
				assertThat(answer.expect(302).header("Location")).contains("/consent?");
			}
		}

		@Test
		void authorizeWhenNoConsentIsRequiredThenIsNotAsked() {
			try (TestServer server = TestServer.start(OwnConsentPage.class,
					"dcr.require-authorization-consent=false")) {
				assertNotAsked(server);
			}
		}

		@Test
		void authorizeWhenScopeIsLeftOutAndNobodyIsAskedThenNoneIsGranted() {
			try (TestServer server = TestServer.start("dcr.require-authorization-consent=false")) {
				Registered client = server.registered(CLIENT);
				Browser browser = new Browser(server.http());
				browser.logIn();
				String location = browser.authorize(client.id(), CALLBACK, Map.of()).expect(302).header("Location");
				Answer tokens = server.token(client.id(), client.secret(),
						TestServer.codeGrant(Browser.parameter(location, "code"), CALLBACK));
				assertThat(tokens.expect(200).json()).doesNotContainKey("scope");
			}
		}

		private static void assertNotAsked(TestServer server) {
			Registered client = server.registered(CLIENT);
			Browser browser = new Browser(server.http());
			browser.logIn();
			Answer answer = browser.authorize(client.id(), CALLBACK, Map.of("scope", "openid"));
			assertThat(answer.expect(302).header("Location")).startsWith(CALLBACK + "?code=");
		}

	}

	/**
	 * A page that leaves {@code openid} out, and knows nothing of this starter.
	 */
	@Configuration(proxyBeanMethods = false)
	static class PageLikeSprings {

		@Bean
		@Order(1)
		SecurityFilterChain authorizationServer(HttpSecurity http) {
			return OwnChains.authorizationServer(http,
					(server) -> server.authorizationEndpoint((endpoint) -> endpoint.consentPage("/consent")));
		}

		@Bean
		@Order(2)
		SecurityFilterChain pages(HttpSecurity http) {
			return OwnChains.pages(http);
		}

	}

}
