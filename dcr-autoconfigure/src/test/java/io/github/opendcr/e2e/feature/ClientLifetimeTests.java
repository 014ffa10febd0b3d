package io.github.opendcr.e2e.feature;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.lifecycle.ClientReaper;
import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.SeenEvents;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Clients that come to an end, what they are told of it, and who takes them away.
 */
class ClientLifetimeTests {

	private static final String CLIENT = "{\"redirect_uris\": [\"https://client.example/cb\"]}";

	private static final Duration TIME_TO_LIVE = Duration.ofDays(30);

	private static TestServer server;

	private static MutableClock clock;

	@BeforeAll
	static void start() {
		server = TestServer.start(WithClock.class, "dcr.client-time-to-live=30d", "dcr.reaper.interval=1h");
		clock = server.bean(MutableClock.class);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	@BeforeEach
	void setClock() {
		clock.set(Instant.now());
	}

	@Test
	void registerThenEndIsInTheAnswer() {
		Registered client = server.registered(CLIENT);
		long issuedAt = ((Number) client.answer().json().get("client_id_issued_at")).longValue();
		assertThat(((Number) client.answer().json().get("registration_expires_at")).longValue())
			.isEqualTo(issuedAt + TIME_TO_LIVE.toSeconds());
		assertThat(client.answer().json()).doesNotContainKey("registration_status");
	}

	@Test
	void updateThenEndStaysWhereItIs() {
		Registered client = server.registered(CLIENT);
		Object end = client.answer().json().get("registration_expires_at");
		clock.advance(Duration.ofDays(1));
		Registered updated = client.as(client.update(client.asUpdate("registration_expires_at", 4102444800L)));
		assertThat(updated.answer().json()).containsEntry("registration_expires_at", end);
		clock.advance(TIME_TO_LIVE.minusDays(1));
		Refusals.assertInvalidToken(updated.read());
	}

	@Test
	void requestWhenEndedThenAsIfTheClientWereGone() {
		Registered client = server.registered(CLIENT);
		clock.set(Instant
			.ofEpochSecond(((Number) client.answer().json().get("registration_expires_at")).longValue() - 1));
		client.read().expect(200);
		clock.advance(Duration.ofSeconds(1));
		Refusals.assertInvalidToken(client.read());
		Refusals.assertInvalidToken(client.update(client.asUpdate()));
		Refusals.assertInvalidToken(client.delete());
		assertThat(server.bean(ClientLifecycle.class).find(client.id())).isNotNull();
	}

	@Test
	void reaperWhenClientsExpiredThenAllAreDeletedAndItStops() {
		List<Thread> others = reapers();
		try (TestServer reaping = TestServer.start(WithClock.class, "dcr.client-time-to-live=30d",
				"dcr.reaper.interval=1s")) {
			Map<String, Integer> before = reaping.rows();
			for (int i = 0; i < 5; i++) {
				reaping.registered(CLIENT);
			}
			assertThat(reaping.rows()).containsEntry("dcr_client_registration", 5);
			reaping.bean(MutableClock.class).advance(TIME_TO_LIVE);
			Awaitility.await().forever().untilAsserted(() -> assertThat(reaping.rows()).isEqualTo(before));
			ClientReaper reaper = reaping.bean(ClientReaper.class);
			assertThat(reaper.isRunning()).isTrue();
			assertThat(reapers()).hasSizeGreaterThan(others.size());
			reaper.stop();
			assertThat(reaper.isRunning()).isFalse();
			reaper.start();
			assertThat(reaper.isRunning()).isTrue();
		}
		Awaitility.await().forever().untilAsserted(() -> assertThat(others).containsAll(reapers()));
	}

	// Nobody shall hear of what is rolled back
	@Test
	void changeWhenInTransactionOfTheCallerThenEventAfterItsCommit() {
		TransactionTemplate transaction = new TransactionTemplate(server.bean(PlatformTransactionManager.class));
		ClientLifecycle lifecycle = server.bean(ClientLifecycle.class);
		List<Object> seen = server.bean(SeenEvents.class).seen();
		Registered client = server.registered(CLIENT);
		transaction.executeWithoutResult((status) -> {
			lifecycle.disable(client.id());
			status.setRollbackOnly();
		});
		assertThat(seen).noneMatch(ClientEvent.StatusChanged.class::isInstance);
		assertThat(client.read().json()).doesNotContainKey("registration_status");
		transaction.executeWithoutResult((status) -> {
			lifecycle.disable(client.id());
			assertThat(seen).noneMatch(ClientEvent.StatusChanged.class::isInstance);
		});
		assertThat(seen).filteredOn(ClientEvent.StatusChanged.class::isInstance).hasSize(1);
	}

	private static List<Thread> reapers() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().equals("dcr-reaper"))
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ AllEndpoints.class, MutableClock.class, SeenEvents.class })
	static class WithClock {

	}

}
