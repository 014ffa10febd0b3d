package io.github.opendcr.e2e.database;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.jdbc.PrimaryKeyMapper;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.postgresql.Bucket4jPostgreSQL;
import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.ServerProcess;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rate limits that two processes share by a {@link ProxyManager} on PostgreSQL.
 */
class PostgresqlRateLimitIT {

	private static final String CLIENT = "{\"redirect_uris\": [\"https://client.example/cb\"]}";

	private static final String[] LIMITS = { "dcr.rate-limit.enabled=true", "dcr.rate-limit.address.limit=5" };

	private final TestDatabase database = TestDatabases.postgresql().createSpringTables();

	private final JdbcTemplate jdbcTemplate = new JdbcTemplate(this.database.dataSource());

	@Test
	void registerWhenTwoProcessesThenOneLimitWhateverComesAtOnce() throws Exception {
		createTable();
		try (TestServer first = TestServer.start(this.database, SharedLimits.class, LIMITS);
				ServerProcess second = ServerProcess.start(SharedLimits.class, LIMITS[0], LIMITS[1],
						"spring.datasource.url=" + this.database.url(),
						"spring.datasource.username=" + this.database.username(),
						"spring.datasource.password=" + this.database.password())) {
			assertThat(statuses(List.of(first.http(), second.http()), 20)).containsOnly(201, 429)
				.filteredOn((status) -> status == 201)
				.hasSize(5);
			assertThat(first.register(CLIENT).header("Retry-After")).isNotEmpty();
			assertThat(this.jdbcTemplate.queryForList("SELECT id FROM bucket", String.class)).hasSize(2)
				.allMatch((id) -> id.matches("dcr:(address:5|total:1000)/PT1H:[A-Za-z0-9_-]{43}"));
		}
	}

	@Test
	void registerWhenBackendFailsThenEachServerLimitsByItself() throws Exception {
		try (TestServer first = TestServer.start(this.database, SharedLimitsInTime.class, LIMITS);
				TestServer second = TestServer.start(this.database, SharedLimitsInTime.class, LIMITS)) {
			assertThat(statuses(List.of(first.http()), 10)).containsOnly(201, 429)
				.filteredOn((status) -> status == 201)
				.hasSize(5);
			second.register(CLIENT).expect(201);
			createTable();
			// It is left alone for so long
			SharedLimitsInTime.CLOCK.advance(Duration.ofSeconds(1));
			first.register(CLIENT).expect(201);
		}
	}

	private void createTable() {
		this.jdbcTemplate.execute("CREATE TABLE bucket (id varchar(100) PRIMARY KEY, state bytea, expires_at bigint)");
	}

	private static List<Integer> statuses(List<Http> servers, int requests) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(requests);
		try {
			CountDownLatch ready = new CountDownLatch(requests);
			List<Future<Integer>> answers = IntStream.range(0, requests).mapToObj((i) -> executor.submit(() -> {
				Http http = servers.get(i % servers.size());
				ready.countDown();
				ready.await();
				return http.post("/oauth2/register", CLIENT).status();
			})).toList();
			return answers.stream().map(PostgresqlRateLimitIT::get).toList();
		}
		finally {
			executor.shutdown();
		}
	}

	private static <T> T get(Future<T> future) {
		try {
			return future.get();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class SharedLimits {

		@Bean
		ProxyManager<String> proxyManager(DataSource dataSource) {
			return Bucket4jPostgreSQL.selectForUpdateBasedBuilder(dataSource)
				.primaryKeyMapper(PrimaryKeyMapper.STRING)
				.requestTimeout(Duration.ofHours(1))
				.expirationAfterWrite(
						ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofHours(1)))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SharedLimitsInTime extends SharedLimits {

		private static final MutableClock CLOCK = new MutableClock();

		@Bean
		Clock clock() {
			return CLOCK;
		}

	}

}
