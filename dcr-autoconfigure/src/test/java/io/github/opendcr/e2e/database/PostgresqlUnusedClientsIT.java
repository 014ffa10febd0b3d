package io.github.opendcr.e2e.database;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.lifecycle.ClientReaper;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.ConcurrentCalls;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link UnusedClientsContract} on PostgreSQL, and a second server on it whose reaper
 * wants a client at the moment at which it is used.
 */
class PostgresqlUnusedClientsIT extends UnusedClientsContract {

	@RegisterExtension
	private final ConcurrentCalls calls = new ConcurrentCalls();

	private final TestDatabase database = TestDatabases.postgresql().createSpringTables();

	private TestServer one;

	private TestServer other;

	@Override
	TestServer start() {
		this.one = TestServer.start(this.database, UnusedClientsContract.Application.class, properties());
		return this.one;
	}

	@RepeatedTest(20)
	void tokenWhenTheReaperOfAnotherNodeDeletesThenClientStaysOrTokenIsDead() throws Exception {
		Registered client = this.one.registered("""
				{"grant_types": ["client_credentials"], "redirect_uris": ["https://client.example/cb"]}""");
		// the clock of the other one alone is ahead, or no token would live any more
		other().bean(MutableClock.class).set(Instant.now());
		Instant since = Instant.now().plus(Duration.ofDays(1));
		List<Object> both = this.calls.atOnce(
				List.of(() -> this.one.token(client.id(), client.secret(), Map.of("grant_type", "client_credentials")),
						() -> other().bean(ClientLifecycle.class).deleteUnused(client.id(), since)));
		Answer token = (Answer) both.get(0);
		if ((boolean) both.get(1)) {
			assertThat(token.status()).isIn(200, 400, 401); // issued, or invalid_client
			assertThat(this.one.find(client.id())).isNull();
			assertThat(this.one.bean(ClientLifecycle.class).find(client.id())).isNull();
			if (token.status() == 200) {
				assertThat(this.one.introspect(token.string("access_token")).json()).containsEntry("active", false);
			}
		}
		else {
			assertThat(this.one.introspect(token.expect(200).string("access_token")).json()).containsEntry("active",
					true);
		}
	}

	@RepeatedTest(3)
	void reapersWhenBothRunThenEachClientIsDeletedByOne() throws Exception {
		this.one.bean(MutableClock.class).set(Instant.now());
		other().bean(MutableClock.class).set(Instant.now());
		this.one.bean(ClientReaper.class).run();
		for (int i = 0; i < 10; i++) {
			this.one.registered("{\"redirect_uris\": [\"https://client.example/cb\"]}");
		}
		Instant later = Instant.now().plus(Duration.ofHours(25));
		this.one.bean(MutableClock.class).set(later);
		other().bean(MutableClock.class).set(later);
		List<Integer> deleted = this.calls.atOnce(2,
				(i) -> ((i == 0) ? this.one : other()).bean(ClientReaper.class).run().neverUsed());
		assertThat(deleted.get(0) + deleted.get(1)).isGreaterThanOrEqualTo(10);
		assertThat(this.one.bean(ClientReaper.class).run().total()).isZero();
	}

	private synchronized TestServer other() {
		if (this.other == null) {
			this.other = TestServer.start(this.database, UnusedClientsContract.Application.class, properties());
		}
		return this.other;
	}

	// The annotation isn't inherited
	@AfterAll
	@Override
	void stopServer() {
		if (this.other != null) {
			this.other.close();
		}
		super.stopServer();
	}

}
