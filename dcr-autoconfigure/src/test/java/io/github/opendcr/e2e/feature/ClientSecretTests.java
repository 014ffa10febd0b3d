package io.github.opendcr.e2e.feature;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.crypto.password.PasswordEncoder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Client secrets: how they are stored, that they work where they must and nowhere else,
 * and when they change.
 */
class ClientSecretTests {

	private static final String CLIENT_CREDENTIALS = "dcr.allowed-grant-types=authorization_code,client_credentials";

	private static final Map<String, String> GRANT = Map.of("grant_type", "client_credentials");

	private static String client(String method) {
		return """
				{"redirect_uris": ["https://client.example/cb"],
				"grant_types": ["authorization_code", "client_credentials"],
				"token_endpoint_auth_method": "%s"}""".formatted(method);
	}

	private static Answer post(TestServer server, String clientId, String secret) {
		Map<String, String> form = new LinkedHashMap<>(GRANT);
		form.put("client_id", clientId);
		form.put("client_secret", secret);
		return server.token(form);
	}

	private static void assertInvalidClient(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
		assertThat(answer.json()).containsEntry("error", "invalid_client");
	}

	@Nested
	class Fast {

		private static TestServer server;

		@BeforeAll
		static void start() {
			server = TestServer.start(CLIENT_CREDENTIALS);
		}

		@AfterAll
		static void stop() {
			server.close();
		}

		@Test
		void registerThenStoredAsSha256() {
			Registered client = server.registered(client("client_secret_basic"));
			assertThat(server.find(client.id()).getClientSecret()).matches("\\{.*sha256}[A-Za-z0-9_-]{43}")
				.doesNotContain(client.secret());
		}

		@Test
		void tokenWhenBasicThenOnlyBasic() {
			Registered client = server.registered(client("client_secret_basic"));
			assertThat(server.token(client.id(), client.secret(), GRANT).status()).isEqualTo(200);
			assertInvalidClient(post(server, client.id(), client.secret()));
		}

		@Test
		void tokenWhenPostThenOnlyPost() {
			Registered client = server.registered(client("client_secret_post"));
			assertThat(post(server, client.id(), client.secret()).status()).isEqualTo(200);
			assertInvalidClient(server.token(client.id(), client.secret(), GRANT));
		}

		// CVE-2026-44476: the client_id alone authenticated
		@Test
		void tokenWhenSecretMissingOrWrongThenInvalidClient() {
			Registered client = server.registered(client("client_secret_basic"));
			Registered other = server.registered(client("client_secret_basic"));
			String stored = server.find(client.id()).getClientSecret();
			assertThat(server.token(client.id(), "", GRANT).status()).isIn(400, 401);
			assertInvalidClient(server.token(client.id(), other.secret(), GRANT));
			assertInvalidClient(server.token(client.id(), client.secret() + "x", GRANT));
			assertInvalidClient(server.token(client.id(), stored, GRANT));
			Map<String, String> form = new LinkedHashMap<>(GRANT);
			form.put("client_id", client.id());
			assertThat(server.token(form).status()).isEqualTo(401);
			form.put("code_verifier", Browser.VERIFIER);
			assertThat(server.token(form).status()).isIn(400, 401);
		}

		// Otherwise a refresh token that needed the secret could be used by anybody
		@Test
		void updateWhenConfidentialBecomesPublicThenWhatWasGrantedIsGone() {
			Registered client = server.registered(client("client_secret_basic"));
			String token = server.token(client.id(), client.secret(), GRANT).string("access_token");
			assertThat(server.introspect(token).json()).containsEntry("active", true);
			Map<String, Object> renamed = client.asUpdate("client_name", "Renamed");
			Registered updated = client.as(client.update(renamed));
			assertThat(server.introspect(token).json()).containsEntry("active", true);
			Map<String, Object> publicClient = updated.asUpdate("token_endpoint_auth_method", "none");
			publicClient.put("grant_types", new String[] { "authorization_code" });
			publicClient.remove("client_secret");
			updated.update(publicClient).expect(200);
			assertThat(server.introspect(token).json()).containsEntry("active", false);
		}

		@Test
		void updateWhenPublicBecomesConfidentialThenSecret() {
			Registered client = server.registered("""
					{"redirect_uris": ["https://client.example/cb"], "token_endpoint_auth_method": "none"}""");
			Map<String, Object> update = client.asUpdate("token_endpoint_auth_method", "client_secret_basic");
			update.put("grant_types", new String[] { "authorization_code", "client_credentials" });
			Registered updated = client.as(client.update(update));
			assertThat(updated.answer().json()).containsEntry("client_secret_expires_at", 0);
			assertThat(server.token(client.id(), updated.secret(), GRANT).status()).isEqualTo(200);
		}

		@Test
		void updateWhenConfidentialBecomesPublicThenNoSecret() {
			Registered client = server.registered("{\"redirect_uris\": [\"https://client.example/cb\"]}");
			Answer answer = client
				.update(client.asUpdateWithout("client_secret", "token_endpoint_auth_method", "none"));
			assertThat(answer.expect(200).json()).doesNotContainKeys("client_secret", "client_secret_expires_at");
			assertThat(server.find(client.id()).getClientSecret()).isNull();
			assertInvalidClient(server.token(client.id(), client.secret(), GRANT));
		}

		@Test
		void updateWhenMethodChangesBetweenTwoWithSecretThenSecretStays() {
			Registered client = server.registered(client("client_secret_basic"));
			client.update(client.asUpdate("token_endpoint_auth_method", "client_secret_post")).expect(200);
			assertThat(post(server, client.id(), client.secret()).status()).isEqualTo(200);
			assertInvalidClient(server.token(client.id(), client.secret(), GRANT));
		}

		@Test
		void tokenOfHandRegisteredClientThenWorksAsBefore() {
			assertThat(server.accessToken(TestServer.CALLER, "other")).isNotEmpty();
		}

	}

	@Nested
	class Application {

		private static TestServer server;

		@BeforeAll
		static void start() {
			server = TestServer.start(UpgradingEncoder.class, CLIENT_CREDENTIALS,
					"dcr.client-secret.encoding=application");
		}

		@AfterAll
		static void stop() {
			server.close();
		}

		@Test
		void registerThenStoredByApplicationsEncoder() {
			Registered client = server.registered(client("client_secret_basic"));
			assertThat(server.find(client.id()).getClientSecret()).startsWith("{bcrypt}$2");
			assertThat(server.token(client.id(), client.secret(), GRANT).status()).isEqualTo(200);
			assertInvalidClient(server.token(client.id(), "wrong", GRANT));
		}

		// Spring encodes anew and saves, an upsert, while the client authenticates
		@Test
		void deleteWhileClientAuthenticatesThenClientStaysDeleted() {
			Registered client = server.registered(client("client_secret_basic"));
			UpgradingPasswordEncoder encoder = server.bean(UpgradingPasswordEncoder.class);
			encoder.onUpgrade.set(() -> client.delete().expect(204));
			server.token(client.id(), client.secret(), GRANT);
			assertThat(encoder.onUpgrade).hasValue(null);
			assertThat(server.find(client.id())).isNull();
			assertInvalidClient(server.token(client.id(), client.secret(), GRANT));
			Refusals.assertInvalidToken(client.read());
		}

		@Configuration(proxyBeanMethods = false)
		static class UpgradingEncoder {

			@Bean
			UpgradingPasswordEncoder passwordEncoder() {
				return new UpgradingPasswordEncoder();
			}

		}

		static class UpgradingPasswordEncoder implements PasswordEncoder {

			private final PasswordEncoder delegate = PasswordEncoderFactories.createDelegatingPasswordEncoder();

			private final AtomicReference<Runnable> onUpgrade = new AtomicReference<>();

			@Override
			public String encode(CharSequence rawPassword) {
				return this.delegate.encode(rawPassword);
			}

			@Override
			public boolean matches(CharSequence rawPassword, String encodedPassword) {
				return this.delegate.matches(rawPassword, encodedPassword);
			}

			@Override
			public boolean upgradeEncoding(String encodedPassword) {
				Runnable action = this.onUpgrade.getAndSet(null);
				if (action != null) {
					action.run();
				}
				return true;
			}

		}

	}

	@Nested
	class Expiry {

		@Test
		void registerWhenTimeToLiveThenExpiryInAnswer() {
			try (TestServer server = TestServer.start("dcr.client-secret.time-to-live=30d")) {
				Map<String, Object> answer = server.register("{\"redirect_uris\": [\"https://client.example/cb\"]}")
					.expect(201)
					.json();
				long issuedAt = ((Number) answer.get("client_id_issued_at")).longValue();
				assertThat(((Number) answer.get("client_secret_expires_at")).longValue())
					.isEqualTo(issuedAt + Duration.ofDays(30).toSeconds());
			}
		}

		@Test
		void tokenWhenSecretExpiredThenInvalidClientUntilUpdated() {
			try (TestServer server = TestServer.start(MutableClock.class, CLIENT_CREDENTIALS, MutableClock.HOURLY[0],
					MutableClock.HOURLY[1])) {
				MutableClock clock = server.bean(MutableClock.class);
				clock.set(Instant.now().minus(Duration.ofHours(1)).minusSeconds(10));
				Registered client = server.registered(client("client_secret_basic"));
				Registered byPost = server.registered(client("client_secret_post"));
				assertInvalidClient(server.token(client.id(), client.secret(), GRANT));
				assertInvalidClient(post(server, byPost.id(), byPost.secret()));

				clock.advance(Duration.ofHours(1).minusSeconds(1));
				Registered early = client
					.as(client.update(client.asUpdateWithout("client_secret", "client_name", "Early")));
				assertThat(early.answer().json()).doesNotContainKey("client_secret");
				clock.set(Instant.now());
				Registered renewed = early.as(early.update(early.asUpdate()));
				assertThat(renewed.secret()).isNotEqualTo(client.secret());
				assertThat(server.token(client.id(), renewed.secret(), GRANT).status()).isEqualTo(200);
				assertInvalidClient(server.token(client.id(), client.secret(), GRANT));
			}
		}

		@Test
		void updateWhenRotationOfSecretIsOnThenNewSecretAndOldOneVoid() {
			try (TestServer server = TestServer.start(CLIENT_CREDENTIALS, "dcr.client-secret.rotate-on-update=true")) {
				Registered client = server.registered(client("client_secret_basic"));
				Registered updated = client.as(client.update(client.asUpdate()));
				assertThat(updated.secret()).isNotEqualTo(client.secret());
				assertThat(server.token(client.id(), updated.secret(), GRANT).status()).isEqualTo(200);
				assertInvalidClient(server.token(client.id(), client.secret(), GRANT));
			}
		}

	}

}
