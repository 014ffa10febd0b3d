package io.github.opendcr.e2e.database;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.SeenEvents;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two servers over one PostgreSQL: what an operator does at one counts at the other, and
 * against clients that update themselves at the same time.
 */
class SharedDatabaseApprovalIT {

	private static final String CLIENT = """
			{"redirect_uris": ["https://client.example/cb"], "client_name": "Before",
			"grant_types": ["authorization_code", "client_credentials"]}""";

	private static final Duration TIME_TO_LIVE = Duration.ofDays(1);

	private static TestServer one;

	private static TestServer other;

	private static ExecutorService threads;

	@BeforeAll
	static void start() {
		TestDatabase database = TestDatabases.postgresql().createSpringTables();
		one = TestServer.start(database, WithClock.class, properties());
		other = TestServer.start(database, WithClock.class, properties());
		threads = Executors.newCachedThreadPool();
	}

	@AfterAll
	static void stop() {
		threads.shutdownNow();
		other.close();
		one.close();
	}

	private static String[] properties() {
		return Stream
			.of(ApprovalContract.properties(),
					new String[] { "dcr.client-time-to-live=" + TIME_TO_LIVE, "dcr.reaper.interval=1s" })
			.flatMap(Stream::of)
			.toArray(String[]::new);
	}

	@Test
	void changeAtOneThenCountsAtTheOther() {
		Registered client = one.registered(CLIENT);
		assertThat(token(other, client)).isEqualTo(401);
		other.http()
			.post("/actuator/dcrclients/" + client.id(), "{\"status\":\"active\"}",
					TestServer.basic("user", "password"))
			.expect(200);
		assertThat(token(one, client)).isEqualTo(200);
		one.bean(ClientLifecycle.class).disable(client.id());
		assertThat(token(other, client)).isEqualTo(401);
	}

	@RepeatedTest(20)
	void disableWhileClientUpdatesItselfThenStaysDisabledInBothPlaces() throws Exception {
		Registered client = one.registered(CLIENT);
		one.bean(ClientLifecycle.class).activate(client.id());
		CyclicBarrier together = new CyclicBarrier(2);
		Future<Answer> update = threads.submit(() -> {
			together.await();
			return client.update(client.asUpdate("client_name", "After"));
		});
		Future<Boolean> disabled = threads.submit(() -> {
			together.await();
			return other.bean(ClientLifecycle.class).disable(client.id());
		});
		assertThat(disabled.get()).isTrue();
		Answer answer = update.get();
		assertThat(answer.status()).as(answer.toString()).isIn(200, 403);
		assertSame(client, ClientStatus.DISABLED, (answer.status() == 200) ? "After" : "Before");
		assertThat(token(one, client)).isEqualTo(401);
	}

	@RepeatedTest(20)
	void activateWhileClientUpdatesItselfThenBothHappened() throws Exception {
		Registered client = one.registered(CLIENT);
		CyclicBarrier together = new CyclicBarrier(2);
		Future<Answer> update = threads.submit(() -> {
			together.await();
			return client.update(client.asUpdate("client_name", "After"));
		});
		Future<Boolean> activated = threads.submit(() -> {
			together.await();
			return other.bean(ClientLifecycle.class).activate(client.id());
		});
		assertThat(activated.get()).isTrue();
		update.get().expect(200);
		assertSame(client, ClientStatus.ACTIVE, "After");
		assertThat(token(one, client)).isEqualTo(200);
	}

	@RepeatedTest(5)
	void operatorsAtOnceThenTheLastOneCounts() throws Exception {
		Registered client = one.registered(CLIENT);
		List<Callable<Boolean>> operators = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			ClientLifecycle lifecycle = ((i % 2 == 0) ? one : other).bean(ClientLifecycle.class);
			boolean activate = i % 3 == 0;
			operators.add(() -> activate ? lifecycle.activate(client.id()) : lifecycle.disable(client.id()));
		}
		for (Future<Boolean> result : threads.invokeAll(operators)) {
			assertThat(result.get()).isTrue();
		}
		ClientStatus status = one.bean(ClientLifecycle.class).find(client.id()).status();
		assertSame(client, status, "Before");
		assertThat(token(other, client)).isEqualTo((status == ClientStatus.ACTIVE) ? 200 : 401);
	}

	@Test
	void reapersWhenClientsHaveExpiredThenEachIsDeletedOnce() throws Exception {
		List<String> expired = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			expired.add(one.registered(CLIENT).id());
		}
		Registered last = one.registered(CLIENT);
		List.of(one, other).forEach((server) -> server.bean(MutableClock.class).advance(TIME_TO_LIVE));
		Refusals.assertInvalidToken(last.read());
		Registered young = one.registered(CLIENT);
		ClientLifecycle lifecycle = one.bean(ClientLifecycle.class);
		expired.add(last.id());
		Awaitility.await()
			.forever()
			.untilAsserted(() -> assertThat(expired).allMatch((id) -> lifecycle.find(id) == null));
		assertThat(expired).allMatch((id) -> one.find(id) == null);
		assertThat(lifecycle.find(young.id())).isNotNull();
		List<String> deleted = Stream.of(one, other)
			.flatMap((server) -> server.bean(SeenEvents.class).seen().stream())
			.filter(ClientEvent.Deleted.class::isInstance)
			.map((event) -> ((ClientEvent.Deleted) event).registration().clientId())
			.toList();
		assertThat(deleted).containsAll(expired).doesNotHaveDuplicates().doesNotContain(young.id());
	}

	private static void assertSame(Registered client, ClientStatus status, String name) {
		ClientRegistration registration = one.bean(ClientLifecycle.class).find(client.id());
		RegisteredClient registered = one.find(client.id());
		assertThat(registration.status()).isEqualTo(status);
		assertThat(registration.metadata().getClientName()).isEqualTo(name).isEqualTo(registered.getClientName());
		assertThat(registered.getClientSettings().getSettings().toString()).contains("registration-status=" + status);
	}

	private static int token(TestServer server, Registered client) {
		return server.token(client.id(), client.secret(), Map.of("grant_type", "client_credentials")).status();
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ ApprovalContract.Application.class, MutableClock.class })
	static class WithClock {

	}

}
