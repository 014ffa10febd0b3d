package io.github.opendcr.sample;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two processes of the packaged sample over one PostgreSQL act as one server.
 */
class TwoProcessesIT {

	private static final String METADATA = """
			{"redirect_uris": ["https://client.example.org/cb"]}
			""";

	@Test
	void registerWhenManyAtOnceHaveOneTokenThenExactlyAsManySucceedAsUsesAreLeft() throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.start(); SampleProcess one = start(postgres)) {
			Server first = new Server(one.port());
			try (SampleProcess two = start(postgres)) {
				List<Server> servers = List.of(first, new Server(two.port()));
				String token = first.issueToken("{\"uses\": 5}").text("token");
				List<Integer> statuses = registerAtOnce(servers, token, 20);
				assertThat(statuses).containsOnly(201, 401);
				assertThat(statuses.stream().filter((status) -> status == 201)).hasSize(5);
			}
		}
	}

	private static SampleProcess start(EmbeddedPostgres postgres) throws IOException {
		return SampleProcess.start("--spring.profiles.active=postgres",
				"--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
				"--spring.datasource.username=postgres", "--spring.datasource.password=postgres", "--server.port=0",
				"--dcr.permission=initial-access-token");
	}

	private static List<Integer> registerAtOnce(List<Server> servers, String token, int number) throws Exception {
		ExecutorService clients = Executors.newFixedThreadPool(number);
		try {
			List<Future<Integer>> answers = new ArrayList<>();
			for (int i = 0; i < number; i++) {
				Server server = servers.get(i % servers.size());
				answers.add(clients.submit(() -> server.register(METADATA, Server.bearer(token)).status()));
			}
			List<Integer> statuses = new ArrayList<>();
			for (Future<Integer> answer : answers) {
				statuses.add(answer.get());
			}
			return statuses;
		}
		finally {
			clients.shutdown();
			assertThat(clients.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
		}
	}

}
