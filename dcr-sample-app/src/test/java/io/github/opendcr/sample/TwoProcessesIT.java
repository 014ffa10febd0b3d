package io.github.opendcr.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.Registered;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes of the packaged sample over one PostgreSQL act as one server.
 */
class TwoProcessesIT {

	private static final String METADATA = "{\"redirect_uris\": [\"https://client.example.org/cb\"]}";

	private static final int REQUESTS = 24;

	@Test
	void registerWhenManyAtOnceHaveOneTokenThenExactlyAsManySucceedAsUsesAreLeft() throws Exception {
		assertExactly(5, 401, "--dcr.permission=initial-access-token", (first) -> {
			String token = first.issueToken("{\"uses\": 5}").string("token");
			return (server) -> server.register(METADATA, Registered.bearer(token)).status();
		});
	}

	@Test
	void registerWhenManyAtOnceThenExactlyAsManySucceedAsTheQuotaHasPlaces() throws Exception {
		assertExactly(7, 403, "--dcr.quota.total=7", (first) -> (server) -> server.register(METADATA).status());
	}

	private static void assertExactly(int successes, int refusal, String property,
			Function<Server, Function<Server, Integer>> registration) throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(10)).start();
				SampleProcess one = start(postgres, property)) {
			Server first = new Server(one.port()); // has made the tables
			try (SampleProcess two = start(postgres, property)) {
				List<Server> servers = List.of(first, new Server(two.port()));
				assertThat(atOnce(servers, registration.apply(first))).containsOnly(201, refusal)
					.filteredOn((status) -> status == 201)
					.hasSize(successes);
			}
		}
	}

	private static SampleProcess start(EmbeddedPostgres postgres, String property) throws IOException {
		return SampleProcess.start("--spring.profiles.active=postgres",
				"--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
				"--spring.datasource.username=postgres", "--spring.datasource.password=postgres", "--server.port=0",
				property);
	}

	private static List<Integer> atOnce(List<Server> servers, Function<Server, Integer> registration) {
		ExecutorService clients = Executors.newFixedThreadPool(REQUESTS);
		try {
			CountDownLatch ready = new CountDownLatch(REQUESTS);
			List<Future<Integer>> statuses = IntStream.range(0, REQUESTS).mapToObj((i) -> clients.submit(() -> {
				ready.countDown();
				ready.await();
				return registration.apply(servers.get(i % servers.size()));
			})).toList();
			return statuses.stream().map(TwoProcessesIT::get).toList();
		}
		finally {
			clients.shutdown();
		}
	}

	private static int get(Future<Integer> status) {
		try {
			return status.get();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

}
