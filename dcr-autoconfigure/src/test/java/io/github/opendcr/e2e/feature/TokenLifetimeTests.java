package io.github.opendcr.e2e.feature;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegisteredClientCustomizer;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long what is issued to a client lives: as its policy says, or a customizer, who is
 * told for whom.
 */
class TokenLifetimeTests {

	private static final String CALLBACK = "https://client.example/cb";

	private static final String CLIENT = """
			{"redirect_uris": ["https://client.example/cb"], "scope": "openid profile", "client_name": "%s",
			 "grant_types": ["authorization_code", "refresh_token", "client_credentials"]}""";

	private static final Map<String, String> GRANT = Map.of("grant_type", "client_credentials");

	private static final String[] PROPERTIES = {
			"dcr.allowed-grant-types=authorization_code,refresh_token,client_credentials",
			"dcr.access-token.time-to-live=7m", "dcr.refresh-token.time-to-live=2d", "dcr.refresh-token.reuse=false",
			"dcr.authorization-code.time-to-live=61", "dcr.policies.short.access-token.time-to-live=30s",
			"dcr.policies.short.refresh-token.reuse=true", "dcr.public-clients.refresh-tokens=true" };

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.startInMemory(Customizing.class, PROPERTIES);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void forget() {
		server.bean(Seen.class).registrations.clear();
	}

	private static Registered register(String name, String... headers) {
		return new Registered(server.http(), server.register(CLIENT.formatted(name), headers).expect(201));
	}

	private static long expiresIn(Answer tokens) {
		return ((Number) tokens.json().get("expires_in")).longValue();
	}

	private static Answer refresh(Registered client, Answer tokens) {
		return server.token(client.id(), client.secret(),
				Map.of("grant_type", "refresh_token", "refresh_token", tokens.string("refresh_token")));
	}

	// RFC 7591 §2: what it can use when it requests access tokens, whatever it once had
	@Test
	void refreshWhenTheClientHasFewerScopesThenSoHaveItsTokens() {
		Registered client = register("Notes");
		Answer tokens = server.tokensByCode(client, CALLBACK, "openid profile").expect(200);
		Registered narrowed = client.as(client.update(client.asUpdate("scope", "profile")));
		Map<String, String> all = new LinkedHashMap<>(Map.of("grant_type", "refresh_token", "scope", "openid profile"));
		all.put("refresh_token", tokens.string("refresh_token"));
		assertThat(server.token(client.id(), client.secret(), all).expect(400).json()).containsEntry("error",
				"invalid_scope");
		tokens = refresh(client, tokens).expect(200);
		assertThat(tokens.json()).containsEntry("scope", "profile").doesNotContainKey("id_token");
		// what the user allowed doesn't come back without the user
		narrowed.update(narrowed.asUpdate("scope", "openid profile")).expect(200);
		assertThat(refresh(client, tokens).expect(200).json()).containsEntry("scope", "profile");
	}

	@Test
	void redeemWhenTheClientNoLongerHasOpenidThenNoIdToken() {
		Registered client = register("Notes");
		String code = new Browser(server.http()).code(client.id(), CALLBACK, "openid profile");
		client.update(client.asUpdate("scope", "profile")).expect(200);
		Answer tokens = server.token(client.id(), client.secret(), TestServer.codeGrant(code, CALLBACK));
		assertThat(tokens.expect(200).json()).containsEntry("scope", "profile").doesNotContainKey("id_token");
		assertThat(refresh(client, tokens).expect(200).json()).containsEntry("scope", "profile");
	}

	@ParameterizedTest
	@CsvSource({ "'', 420", "short, 30" })
	void tokenThenLivesAsThePolicySays(String policy, long seconds) {
		Registered client = policy.isEmpty() ? register("Notes") : register("Notes", "X-Policy", policy);
		Answer tokens = server.token(client.id(), client.secret(), GRANT).expect(200);
		assertThat(expiresIn(tokens)).isBetween(seconds - 20, seconds);
	}

	@Test
	void refreshThenTokenRotatesAsThePolicySays() {
		Registered client = register("Notes");
		Answer tokens = server.tokensByCode(client, CALLBACK, "profile").expect(200);
		Answer refreshed = refresh(client, tokens).expect(200);
		assertThat(refreshed.string("refresh_token")).isNotEqualTo(tokens.string("refresh_token"));
		assertThat(refresh(client, tokens).status()).isEqualTo(400);

		Registered reusing = register("Notes", "X-Policy", "short");
		tokens = server.tokensByCode(reusing, CALLBACK, "profile").expect(200);
		assertThat(refresh(reusing, tokens).expect(200).string("refresh_token"))
			.isEqualTo(tokens.string("refresh_token"));
	}

	@Test
	void registerThenOtherLivesAreSetAndSurviveAnUpdate() {
		Registered client = register("Notes");
		assertLives(server.find(client.id()).getTokenSettings());
		client.update(client.asUpdate("client_name", "Renamed")).expect(200);
		assertLives(server.find(client.id()).getTokenSettings());
	}

	private static void assertLives(TokenSettings settings) {
		assertThat(settings.getAccessTokenTimeToLive()).isEqualTo(Duration.ofMinutes(7));
		assertThat(settings.getRefreshTokenTimeToLive()).isEqualTo(Duration.ofDays(2));
		assertThat(settings.getAuthorizationCodeTimeToLive()).isEqualTo(Duration.ofSeconds(61));
		assertThat(settings.isReuseRefreshTokens()).isFalse();
	}

	@Test
	void registerWhenPublicThenRefreshTokensRotateWhateverThePolicySays() {
		Answer client = server.register("""
				{"redirect_uris": ["https://client.example/cb"], "token_endpoint_auth_method": "none",
				 "grant_types": ["authorization_code", "refresh_token"]}""", "X-Policy", "short").expect(201);
		assertThat(server.find(client.clientId()).getTokenSettings().isReuseRefreshTokens()).isFalse();
	}

	@Test
	void customizeThenIsToldWhoRegisteredAndUnderWhichPolicy() {
		Registered client = register("Notes", "X-Policy", "short");
		client.update(client.asUpdate("client_name", "Renamed")).expect(200);
		List<ClientRegistration> seen = server.bean(Seen.class).registrations;
		assertThat(seen).hasSize(2).allSatisfy((registration) -> {
			assertThat(registration.clientId()).isEqualTo(client.id());
			assertThat(registration.registrant().policy()).isEqualTo("short");
		});
		assertThat(seen).extracting((registration) -> registration.metadata().getClientName())
			.containsExactly("Notes", "Renamed");
	}

	@Test
	void customizeWhenPropertySetsALifeThenThatStandsAndOthersAreTheCustomizers() {
		Registered client = register("Customized");
		TokenSettings settings = server.find(client.id()).getTokenSettings();
		assertLives(settings);
		assertThat(settings.getDeviceCodeTimeToLive()).isEqualTo(Duration.ofMinutes(1));
	}

	@Test
	void customizeWhenNoPropertySetsALifeThenItIsTheCustomizers() {
		try (TestServer plain = TestServer.startInMemory(Customizing.class)) {
			Registered customized = plain.registered("""
					{"redirect_uris": ["https://client.example/cb"], "client_name": "Customized"}""");
			assertThat(plain.find(customized.id()).getTokenSettings().getAccessTokenTimeToLive())
				.isEqualTo(Duration.ofMinutes(1));
			Registered other = plain.registered("""
					{"redirect_uris": ["https://client.example/cb"], "client_name": "Notes"}""");
			assertThat(plain.find(other.id()).getTokenSettings().getAccessTokenTimeToLive())
				.isEqualTo(TokenSettings.builder().build().getAccessTokenTimeToLive());
		}
	}

	@Test
	void tokenWhenRepositoryKeepsNoSettingsThenLivesAsThePolicySays() {
		try (TestServer own = TestServer.run(ByHand.class, "dcr.enabled=true", "dcr.permission=allow-all",
				"dcr.allowed-grant-types=client_credentials", "dcr.access-token.time-to-live=7m")) {
			Registered client = own.registered("{\"grant_types\": [\"client_credentials\"]}");
			assertThat(expiresIn(own.token(client.id(), client.secret(), GRANT).expect(200))).isBetween(400L, 420L);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ PolicyTests.ByHeader.class, Seen.class })
	static class Customizing {

		@Bean
		RegisteredClientCustomizer customizer(Seen seen) {
			return (client, registration) -> {
				seen.registrations.add(registration);
				if ("Customized".equals(registration.metadata().getClientName())) {
					client.tokenSettings(TokenSettings.builder()
						.accessTokenTimeToLive(Duration.ofMinutes(1))
						.deviceCodeTimeToLive(Duration.ofMinutes(1))
						.build());
				}
			};
		}

	}

	/**
	 * What the customizer was told.
	 */
	static final class Seen {

		private final List<ClientRegistration> registrations = new CopyOnWriteArrayList<>();

	}

	@Configuration(proxyBeanMethods = false)
	@Import(TestServer.Application.class)
	static class ByHand {

		@Bean
		RegisteredClientRepository registeredClientRepository() {
			return new WithoutSettings();
		}

	}

	/**
	 * Loses all settings.
	 */
	static final class WithoutSettings implements RegisteredClientRepository {

		private final Map<String, RegisteredClient> clients = new ConcurrentHashMap<>();

		@Override
		public void save(RegisteredClient client) {
			this.clients.put(client.getId(),
					RegisteredClient.from(client).tokenSettings(TokenSettings.builder().build()).build());
		}

		@Override
		public RegisteredClient findById(String id) {
			return this.clients.get(id);
		}

		@Override
		public RegisteredClient findByClientId(String clientId) {
			return this.clients.values()
				.stream()
				.filter((client) -> client.getClientId().equals(clientId))
				.findFirst()
				.orElse(null);
		}

	}

}
