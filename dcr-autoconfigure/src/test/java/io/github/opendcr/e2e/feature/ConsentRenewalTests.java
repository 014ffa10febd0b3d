package io.github.opendcr.e2e.feature;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A user's consent is to what the user was shown: an update that changes it ends earlier
 * consents, wherever they are kept.
 */
class ConsentRenewalTests {

	private static final String CALLBACK = "https://client.example/cb";

	private static final String ELSEWHERE = "https://elsewhere.example/cb";

	private static final String DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code";

	private static final String DEVICES = "dcr.allowed-grant-types=authorization_code,refresh_token," + DEVICE_GRANT;

	/**
	 * What must be so wherever consents are kept.
	 */
	@TestInstance(TestInstance.Lifecycle.PER_CLASS)
	abstract static class Cases {

		private final Supplier<TestServer> start;

		TestServer server;

		Http http;

		Browser browser;

		Cases(Supplier<TestServer> start) {
			this.start = start;
		}

		@BeforeAll
		void start() {
			this.server = this.start.get();
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
		void authorizeWhenHostsChangedThenNoCodeGoesToOneThatTheUserWasNotTold() {
			Registered client = consented();
			Registered updated = changed(client, "redirect_uris", List.of(CALLBACK, ELSEWHERE));
			Answer page = authorize(updated, ELSEWHERE);
			assertAsked(page);
			assertThat(model(page)).containsEntry("redirectHost", "elsewhere.example")
				.containsEntry("grantedScopes", List.of());
			// nor to one that was told before: it isn't the same client any more
			assertAsked(authorize(updated, CALLBACK));
			assertThat(allow(updated, page)).startsWith(ELSEWHERE + "?code=");
			assertThat(authorize(updated, ELSEWHERE).expect(302).header("Location")).startsWith(ELSEWHERE + "?code=");
		}

		@ParameterizedTest
		@CsvSource({ "client_name, Your bank", "client_name#fr, Votre banque",
				"policy_uri, https://client.example/other", "tos_uri, https://client.example/terms",
				"scope, openid profile email" })
		void authorizeWhenWhatIsShownChangedThenUserIsAskedAnew(String member, String value) {
			Registered client = changed(consented(), member, value);
			assertAsked(authorize(client, CALLBACK));
			assertThat(promptNone(client)).startsWith(CALLBACK + "?error=consent_required");
			allow(client, authorize(client, CALLBACK));
			assertNotAsked(client);
		}

		@Test
		void authorizeWhenNothingThatIsShownChangedThenUserIsNotAsked() {
			Registered client = consented();
			client = changed(client, "contacts", List.of("someone@client.example"));
			client = changed(client, "redirect_uris", List.of(CALLBACK, CALLBACK + "/other"));
			client = changed(client, "client_uri", "https://client.example/");
			assertNotAsked(client);
			assertNotAsked(changed(client, "scope", "profile"));
		}

		@Test
		void authorizeWhenChangedBackThenTheConsentIsToThatAgain() {
			Registered client = changed(changed(consented(), "client_name", "Your bank"), "client_name", "Notes");
			assertNotAsked(client);
		}

		@Test
		void consentWhenChangedWhileThePageWasOpenThenNoCode() {
			Registered client = register();
			Answer page = authorize(client, CALLBACK);
			client = changed(client, "redirect_uris", List.of(CALLBACK, ELSEWHERE));
			assertRefused(answer(client, page));
			assertRefused(answer(client, page));
			assertAsked(authorize(client, CALLBACK));
		}

		@Test
		void consentWhenRedirectUriWasWithdrawnMeanwhileThenNoCodeGoesThere() {
			Registered client = register();
			Answer page = authorize(client, CALLBACK);
			// of the same host, so that users are shown what they were
			client = changed(client, "redirect_uris", List.of(CALLBACK + "/other"));
			Answer refused = answer(client, page);
			assertRefused(refused);
			assertThat(refused.header("Location")).isEmpty();
			assertRefused(answer(client, page));
			// the consent itself was to what the client still is
			assertNotAsked(changed(client, "redirect_uris", List.of(CALLBACK, CALLBACK + "/other")));
		}

		@Test
		void consentWhenGrantTypeWasWithdrawnMeanwhileThenNoCode() {
			Registered client = register();
			Answer page = authorize(client, CALLBACK);
			Map<String, Object> update = new LinkedHashMap<>(client.asUpdate("grant_types", List.of(DEVICE_GRANT)));
			update.put("response_types", List.of());
			assertRefused(answer(client.as(client.update(update)), page));
		}

		@Test
		void consentWhenAnsweredInAnotherTabAfterTheChangeThenThatOneCounts() {
			Registered client = register();
			Answer before = authorize(client, CALLBACK);
			client = changed(client, "client_name", "Your bank");
			assertThat(allow(client, authorize(client, CALLBACK))).startsWith(CALLBACK + "?code=");
			assertRefused(answer(client, before));
			assertNotAsked(client);
		}

		@Test
		void consentWhenNothingThatIsShownChangedMeanwhileThenCode() {
			Registered client = register();
			Answer page = authorize(client, CALLBACK);
			client = changed(client, "contacts", List.of("someone@client.example"));
			assertThat(allow(client, page)).startsWith(CALLBACK + "?code=");
		}

		@Test
		void consentWhenRefusedThenNoneIsKept() {
			Registered client = register();
			Answer refused = answer(client, authorize(client, CALLBACK), new String[0]);
			assertThat(refused.expect(302).header("Location")).contains("error=access_denied");
			assertAsked(authorize(client, CALLBACK));
		}

		@Test
		void verifyWhenChangedWhileThePageWasOpenThenDeviceGetsNothing() {
			Registered client = this.server.registered(Answer.write(Map.of("redirect_uris", List.of(CALLBACK),
					"client_name", "Notes", "grant_types", List.of("authorization_code", DEVICE_GRANT))));
			Answer device = this.http
				.form("/oauth2/device_authorization", Map.of("scope", "profile"),
						TestServer.basic(client.id(), client.secret()))
				.expect(200);
			String verification = "/oauth2/device_verification?user_code=" + device.string("user_code");
			String state = Browser.parameter(this.browser.get(verification).expect(302).header("Location"), "state");
			changed(client, "client_name", "Your bank");
			Map<String, String> consent = Map.of("client_id", client.id(), "state", state, "user_code",
					device.string("user_code"), "scope", "profile");
			assertRefused(this.browser.post("/oauth2/device_verification", consent));
			Answer token = this.server.token(client.id(), client.secret(),
					Map.of("grant_type", DEVICE_GRANT, "device_code", device.string("device_code")));
			assertThat(token.expect(400).json()).containsEntry("error", "invalid_grant");
		}

		Registered register() {
			return this.server.registered(Answer
				.write(Map.of("redirect_uris", List.of(CALLBACK), "client_name", "Notes", "scope", "openid profile")));
		}

		Registered consented() {
			Registered client = register();
			assertThat(allow(client, authorize(client, CALLBACK))).startsWith(CALLBACK + "?code=");
			assertNotAsked(client);
			return client;
		}

		Registered changed(Registered client, String member, Object value) {
			return client.as(client.update(client.asUpdate(member, value)));
		}

		Answer authorize(Registered client, String redirectUri) {
			return this.browser.authorize(client.id(), redirectUri, Map.of("scope", "profile"));
		}

		private String promptNone(Registered client) {
			return this.browser.authorize(client.id(), CALLBACK, Map.of("scope", "openid profile", "prompt", "none"))
				.expect(302)
				.header("Location");
		}

		Map<String, Object> model(Answer page) {
			return this.http.get(page.header("Location")).expect(200).json();
		}

		Answer answer(Registered client, Answer page) {
			return answer(client, page, "profile");
		}

		private Answer answer(Registered client, Answer page, String... scopes) {
			Map<String, String> form = new LinkedHashMap<>(Map.of("client_id", client.id(), "state",
					Browser.parameter(page.expect(302).header("Location"), "state")));
			Set.of(scopes).forEach((scope) -> form.put("scope", scope));
			return this.browser.post("/oauth2/authorize", form);
		}

		String allow(Registered client, Answer page) {
			return answer(client, page).expect(302).header("Location");
		}

		void assertAsked(Answer page) {
			assertThat(page.expect(302).header("Location")).contains("/consent?");
		}

		void assertNotAsked(Registered client) {
			assertThat(authorize(client, CALLBACK).expect(302).header("Location")).startsWith(CALLBACK + "?code=");
		}

		void assertRefused(Answer answer) {
			assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
		}

	}

	/**
	 * In Spring's tables.
	 */
	@Nested
	class Jdbc extends Cases {

		Jdbc() {
			super(() -> TestServer.start(OwnConsentPage.class, DEVICES));
		}

		@Test
		void authorizeWhenConsentWasWrittenByTheApplicationThenItIsGoodUntilTheFirstChange() {
			Registered client = register();
			OAuth2AuthorizationConsentService consents = this.server.bean(OAuth2AuthorizationConsentService.class);
			consents.save(OAuth2AuthorizationConsent.withId(this.server.find(client.id()).getId(), "user")
				.scope("profile")
				.authority(new SimpleGrantedAuthority("of-the-application"))
				.build());
			assertNotAsked(client);
			assertAsked(authorize(changed(client, "contacts", List.of("someone@client.example")), CALLBACK));
		}

		@Test
		void consentWhenGivenThenTheApplicationFindsItsScopes() {
			Registered client = consented();
			assertThat(this.server.bean(OAuth2AuthorizationConsentService.class)
				.findById(this.server.find(client.id()).getId(), "user")
				.getScopes()).containsExactly("profile");
		}

	}

	/**
	 * In Spring's maps.
	 */
	@Nested
	class InMemory extends Cases {

		InMemory() {
			super(() -> TestServer.startInMemory(OwnConsentPage.class, DEVICES));
		}

	}

	/**
	 * By a service of the application, from which nothing can be removed by client.
	 */
	@Nested
	class ByTheApplication extends Cases {

		ByTheApplication() {
			super(() -> TestServer.startInMemory(OwnConsents.class, DEVICES));
		}

		@Test
		void consentWhenChangedWhileItIsWrittenThenNoCodeAndItIsToWhatWasShown() {
			Registered client = register();
			Answer page = authorize(client, CALLBACK);
			this.server.bean(Consents.class).overtaking = () -> changed(client, "redirect_uris",
					List.of(CALLBACK, ELSEWHERE));
			assertRefused(answer(client, page));
			assertAsked(authorize(client, ELSEWHERE));
			assertAsked(authorize(client, CALLBACK));
		}

	}

	/**
	 * Where the operator wants users to be asked once.
	 */
	@Nested
	class TurnedOff {

		@Test
		void authorizeWhenHostsChangedThenUserIsNotAsked() {
			try (TestServer server = TestServer.startInMemory(OwnConsentPage.class,
					"dcr.consent.renew-on-update=false")) {
				Registered client = server
					.registered(Answer.write(Map.of("redirect_uris", List.of(CALLBACK), "scope", "openid profile")));
				Browser browser = new Browser(server.http());
				browser.logIn();
				Answer page = browser.authorize(client.id(), CALLBACK, Map.of("scope", "profile"));
				browser.post("/oauth2/authorize", Map.of("client_id", client.id(), "scope", "profile", "state",
						Browser.parameter(page.expect(302).header("Location"), "state")))
					.expect(302);
				client.update(client.asUpdate("redirect_uris", List.of(CALLBACK, ELSEWHERE))).expect(200);
				assertThat(browser.authorize(client.id(), ELSEWHERE, Map.of("scope", "profile"))
					.expect(302)
					.header("Location")).startsWith(ELSEWHERE + "?code=");
			}
		}

	}

	/**
	 * Consents in a place that knows nothing but to save, find and remove one.
	 */
	@Configuration(proxyBeanMethods = false)
	@Import(OwnConsentPage.class)
	static class OwnConsents {

		@Bean
		Consents authorizationConsentService() {
			return new Consents();
		}

	}

	/**
	 * Lets something happen while a consent is written.
	 */
	static final class Consents implements OAuth2AuthorizationConsentService {

		private final Map<String, OAuth2AuthorizationConsent> kept = new ConcurrentHashMap<>();

		private volatile Runnable overtaking;

		@Override
		public void save(OAuth2AuthorizationConsent consent) {
			Runnable other = this.overtaking;
			this.overtaking = null;
			if (other != null) {
				other.run();
			}
			this.kept.put(consent.getRegisteredClientId() + " " + consent.getPrincipalName(), consent);
		}

		@Override
		public void remove(OAuth2AuthorizationConsent consent) {
			this.kept.remove(consent.getRegisteredClientId() + " " + consent.getPrincipalName(), consent);
		}

		@Override
		public OAuth2AuthorizationConsent findById(String registeredClientId, String principalName) {
			return this.kept.get(registeredClientId + " " + principalName);
		}

	}

}
