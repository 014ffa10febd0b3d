package io.github.opendcr.e2e.feature;

import java.time.Duration;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long a secret works that was replaced; see {@code SecretRotationContract} for all
 * else.
 */
class SecretRotationTests {

	private static final String CLIENT_CREDENTIALS = "dcr.allowed-grant-types=authorization_code,client_credentials";

	private static Registered register(TestServer server) {
		return server.registered("""
				{"redirect_uris": ["https://client.example/cb"], "client_name": "Notes",
				"grant_types": ["authorization_code", "client_credentials"]}""");
	}

	private static Answer rotate(TestServer server, Registered client) {
		return server.post(client.uri() + "/secret", "", client.answer().bearer());
	}

	private static int status(TestServer server, Registered client, String secret) {
		return server.token(client.id(), secret, Map.of("grant_type", "client_credentials")).status();
	}

	@Test
	void rotateWhenNoOverlapThenTheFormerSecretEndsAtOnce() {
		try (TestServer server = TestServer.startInMemory(CLIENT_CREDENTIALS)) {
			Registered client = register(server);
			Answer rotated = rotate(server, client).expect(200);
			assertThat(rotated.json()).containsEntry("client_secret_expires_at", 0);
			assertThat(status(server, client, rotated.string("client_secret"))).isEqualTo(200);
			assertThat(status(server, client, client.secret())).isEqualTo(401);
		}
	}

	@Test
	void replaceWhenSecretsExpireThenTheFormerWorksNoLongerThanItLives() {
		try (TestServer server = TestServer.startInMemory(WithClock.class, CLIENT_CREDENTIALS,
				"dcr.client-secret.time-to-live=1h", "dcr.client-secret.rotation-overlap=2h",
				"dcr.client-secret.rotate-on-update=true")) {
			MutableClock clock = server.bean(MutableClock.class);
			Registered client = register(server);
			clock.advance(Duration.ofMinutes(50));
			// an update that replaces it is no different
			Registered updated = client.as(client.update(client.asUpdate("client_name", "Renamed")));
			assertThat(status(server, client, client.secret())).isEqualTo(200);
			clock.advance(Duration.ofMinutes(10));
			assertThat(status(server, client, client.secret())).isEqualTo(401);
			assertThat(status(server, client, updated.secret())).isEqualTo(200);
			clock.advance(Duration.ofMinutes(50));
			Answer rotated = rotate(server, updated).expect(200);
			assertThat(status(server, client, rotated.string("client_secret"))).isEqualTo(200);
			assertThat(status(server, client, updated.secret())).as("it had expired").isEqualTo(401);
			assertThat(((Number) rotated.json().get("client_secret_expires_at")).longValue())
				.isEqualTo(clock.instant().plus(Duration.ofHours(1)).getEpochSecond());
		}
	}

	@Test
	void rotateWhenManagementIsOffThenThereIsNoSuchPath() {
		try (TestServer server = TestServer.startInMemory("dcr.management.enabled=false")) {
			String id = server.register("""
					{"redirect_uris": ["https://client.example/cb"]}""").expect(201).clientId();
			assertThat(server.post("/oauth2/register/" + id + "/secret", "").body()).doesNotContain("client_secret");
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import(MutableClock.class)
	static class WithClock {

	}

}
