package io.github.opendcr.e2e.database;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.testkit.TestServer;

import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Quotas of two servers on one PostgreSQL.
 */
class PostgresqlClientQuotaIT {

	private static final int REQUESTS = 24;

	private static final int PLACES = 7;

	private static final String[] QUOTAS = { "dcr.quota.total=" + PLACES, "dcr.quota.software-id=100",
			"dcr.quota.redirect-host=100" };

	@Test
	void registerWhenManyAtOnceThenExactlyAsManyAsThereArePlaces() throws Exception {
		TestDatabase database = TestDatabases.postgresql().createSpringTables();
		try (TestServer first = TestServer.start(database, QUOTAS);
				TestServer second = TestServer.start(database, QUOTAS)) {
			List<Answer> answers = atOnce(REQUESTS, (i) -> ((i % 2 == 0) ? first : second).http()
				.post("/oauth2/register", """
						{"software_id": "%d", "redirect_uris": ["https://%d.example/cb", "https://%d.example/cb"]}"""
					.formatted(i % 3, i % 2, (i + 1) % 2)));
			assertThat(answers).extracting(Answer::status).containsOnly(201, 403);
			List<Answer> registered = answers.stream().filter((answer) -> answer.status() == 201).toList();
			assertThat(registered).hasSize(PLACES);
			assertThat(first.rows()).containsEntry("dcr_client_registration", PLACES);
			assertThat(atOnce(PLACES, (i) -> new Registered(second.http(), registered.get(i)).delete()))
				.extracting(Answer::status)
				.containsOnly(204);
			assertThat(atOnce(REQUESTS,
					(i) -> ((i % 2 == 0) ? first : second).http()
						.post("/oauth2/register", "{\"redirect_uris\": [\"https://client.example/cb\"]}")))
				.filteredOn((answer) -> answer.status() == 201)
				.hasSize(PLACES);
		}
	}

	// Many clients, so that the places are in several parts; they are there before
	@Test
	void registerWhenOnlyTheTotalIsLimitedThenExactlyAsManyAsThereArePlaces() throws Exception {
		TestDatabase database = TestDatabases.postgresql().createSpringTables().runScript("schema");
		new JdbcTemplate(database.dataSource()).update("""
				INSERT INTO dcr_client_registration
				(client_id, registered_client_id, metadata, issued_at, updated_at, status, version, source)
				SELECT 'client' || i, 'id' || i, '{}', 0, 0, 'ACTIVE', 1, 'REGISTERED'
				FROM generate_series(1, ?) i""", 2000 - PLACES);
		try (TestServer first = TestServer.start(database, "dcr.quota.total=2000");
				TestServer second = TestServer.start(database, "dcr.quota.total=2000")) {
			for (int round = 0; round < 2; round++) {
				List<Answer> answers = atOnce(REQUESTS, (i) -> ((i % 2 == 0) ? first : second).http()
					.post("/oauth2/register", "{\"redirect_uris\": [\"https://client.example/cb\"]}"));
				assertThat(answers).extracting(Answer::status).containsOnly(201, 403);
				List<Answer> registered = answers.stream().filter((answer) -> answer.status() == 201).toList();
				assertThat(registered).hasSize(PLACES);
				assertThat(first.rows()).containsEntry("dcr_client_registration", 2000);
				assertThat(atOnce(PLACES, (i) -> new Registered(second.http(), registered.get(i)).delete()))
					.extracting(Answer::status)
					.containsOnly(204);
			}
		}
	}

	private static List<Answer> atOnce(int requests, Request request) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(requests);
		try {
			CountDownLatch ready = new CountDownLatch(requests);
			List<Future<Answer>> answers = IntStream.range(0, requests).mapToObj((i) -> executor.submit(() -> {
				ready.countDown();
				ready.await();
				return request.send(i);
			})).toList();
			return answers.stream().map(PostgresqlClientQuotaIT::get).toList();
		}
		finally {
			executor.shutdown();
		}
	}

	private static Answer get(Future<Answer> future) {
		try {
			return future.get();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	private interface Request {

		Answer send(int number);

	}

}
