package io.github.opendcr.e2e.feature;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.lifecycle.ClientReaper;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The server's clock is put back or forward: what lives goes on, nothing is removed
 * before its time, and nobody waits for a future that was there already.
 */
class ClockStepTests {

	private static final Duration GRACE = Duration.ofMinutes(10);

	private static final String CLIENT = """
			{"redirect_uris": ["https://client.example/cb"], "client_name": "Before",
			"grant_types": ["authorization_code", "client_credentials"]}""";

	private static final Map<String, String> GRANT = Map.of("grant_type", "client_credentials");

	private static TestServer server;

	private static MutableClock clock;

	@BeforeAll
	static void start() {
		server = TestServer.start(MutableClock.class, "dcr.allowed-grant-types=authorization_code,client_credentials",
				"dcr.client-time-to-live=30d", "dcr.registration-access-token.time-to-live=2d",
				"dcr.registration-access-token.rotation-grace=" + GRACE, "dcr.client-secret.time-to-live=2d",
				"dcr.client-secret.rotation-overlap=" + GRACE, "dcr.reaper.never-used-after=10d",
				"dcr.reaper.unused-after=10d", "dcr.rate-limit.enabled=true", "dcr.rate-limit.address.limit=10",
				"dcr.rate-limit.address.period=10m");
		clock = server.bean(MutableClock.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@AfterEach
	void fillTheBuckets() {
		clock.set(Instant.now());
		clock.advance(Duration.ofMinutes(30));
		server.register("{}");
		clock.set(Instant.now());
	}

	private static void assertWorks(Registered client) {
		client.read().expect(200);
		server.token(client.id(), client.secret(), GRANT).expect(200);
	}

	private static void reap() {
		server.bean(ClientReaper.class).run();
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT-2M", "PT-3H", "P-1D", "PT2M", "PT3H", "P1D" })
	void stepThenWhatLivesWorksAndIsNotRemoved(Duration step) {
		Registered client = server.registered(CLIENT);
		Object end = client.answer().json().get("registration_expires_at");
		clock.advance(step);
		reap();
		assertWorks(client);
		Registered updated = client.as(client.update(client.asUpdate("client_name", "After")));
		assertThat(updated.answer().json()).containsEntry("registration_expires_at", end);
		Registered another = server.registered(CLIENT);
		clock.advance(step.negated());
		reap();
		assertWorks(another);
		assertThat(updated.read().expect(200).json()).containsEntry("client_name", "After");
		server.token(client.id(), client.secret(), GRANT).expect(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT-3H", "PT2M" })
	void stepWhenTokenAndSecretWereReplacedThenTheFormerOnesEndAfterTheirGrace(Duration step) {
		Registered client = server.registered(CLIENT);
		Map<String, Object> update = client.asUpdate("client_name", "After");
		client.update(update).expect(200);
		clock.advance(step);
		Registered updated = client.as(client.update(update));
		Answer rotated = server.post(client.uri() + "/secret", "", updated.answer().bearer()).expect(200);
		clock.advance(step.negated());
		server.token(client.id(), rotated.string("client_secret"), GRANT).expect(200);
		clock.advance(Duration.ofHours(4));
		Refusals.assertInvalidToken(client.update(update));
		server.token(client.id(), client.secret(), GRANT).expect(401);
		server.token(client.id(), rotated.string("client_secret"), GRANT).expect(200);
		updated.read().expect(200);
	}

	@ParameterizedTest
	@ValueSource(strings = { "PT-3H", "PT3H" })
	void stepWhenRequestIsRepeatedThenItIsOneClient(Duration step) {
		String[] key = { "Idempotency-Key", UUID.randomUUID().toString() };
		Answer first = server.register(CLIENT, key).expect(201);
		clock.advance(step);
		assertThat(server.register(CLIENT, key).expect(201).body()).isEqualTo(first.body());
		reap();
		clock.advance(step.negated());
		assertThat(server.register(CLIENT, key).expect(201).body()).isEqualTo(first.body());
	}

	@Test
	void stepForwardAndBackThenRateLimitsGoOnByTheClock() {
		clock.advance(Duration.ofDays(1));
		until429((answer) -> answer.expect(201));
		clock.advance(Duration.ofDays(-1));
		server.register(CLIENT).expect(429);
		clock.advance(Duration.ofMinutes(10));
		server.register(CLIENT).expect(201);
	}

	private static void until429(Consumer<Answer> others) {
		for (int i = 0; i < 10; i++) {
			others.accept(server.register(CLIENT));
		}
		server.register(CLIENT).expect(429);
	}

	@Test
	void stepForwardBeyondTheEndAndBackThenWhatWasRefusedWorksAgain() {
		Registered client = server.registered(CLIENT);
		clock.advance(Duration.ofDays(3));
		Refusals.assertInvalidToken(client.read());
		clock.advance(Duration.ofDays(-3));
		assertWorks(client);
	}

}
