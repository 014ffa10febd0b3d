package io.github.opendcr.e2e.database;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.IntFunction;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.ConcurrentCalls;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two servers over one PostgreSQL, which the requests of one client reach at the same
 * moment.
 */
class SharedDatabaseUpdateIT {

	private static final int PARALLEL = 50;

	private static final String CLIENT = """
			{"redirect_uris": ["https://client.example/cb"], "client_name": "Before"}""";

	private static final String TOKEN = "registration_access_token";

	private static TestServer one;

	private static TestServer other;

	@RegisterExtension
	final ConcurrentCalls calls = new ConcurrentCalls();

	@BeforeAll
	static void start() {
		TestDatabase database = TestDatabases.postgresql().createSpringTables();
		one = TestServer.start(database, "dcr.quota.total=-1");
		other = TestServer.start(database, "dcr.quota.total=-1");
	}

	@AfterAll
	static void stop() {
		other.close();
		one.close();
	}

	private List<Answer> atBoth(Registered client, IntFunction<Map<String, Object>> update) throws Exception {
		return this.calls.atOnce(PARALLEL, (i) -> update((i % 2 == 0) ? one : other, client, update.apply(i)));
	}

	private static Answer update(TestServer node, Registered client, Map<String, Object> update) {
		return node.http()
			.put("/oauth2/register/" + client.id(), Answer.write(update), Registered.bearer(client.token()));
	}

	// RFC 7592 §2.2: and the one that succeeded can be repeated at the other node
	@RepeatedTest(3)
	void updateWhenManyDifferentOnesAtOnceThenOneChangesAndItsAnswerMayBeLost() throws Exception {
		Registered client = one.registered(CLIENT);
		List<Answer> answers = atBoth(client, (i) -> client.asUpdate("client_name", "Name " + i));
		List<Answer> succeeded = answers.stream().filter((answer) -> answer.status() == 200).toList();
		assertThat(succeeded).as(answers.toString()).hasSize(1);
		answers.stream().filter((answer) -> answer.status() != 200).forEach(Refusals::assertInvalidToken);
		Answer winner = succeeded.get(0);
		Map<String, Object> update = client.asUpdate("client_name", winner.string("client_name"));
		for (TestServer node : List.of(one, other)) {
			assertThat(update(node, client, update).expect(200).string(TOKEN)).isEqualTo(winner.string(TOKEN));
		}
		assertThat(client.as(winner).read().expect(200).json()).containsEntry("client_name",
				winner.string("client_name"));
		Refusals.assertInvalidToken(update(other, client, update));
	}

	@RepeatedTest(3)
	void registerWhenTheSameKeyAtOnceThenOneClientAndOneAnswer() throws Exception {
		String key = UUID.randomUUID().toString();
		int before = one.rows().get("dcr_client_registration");
		List<Answer> answers = this.calls.atOnce(PARALLEL,
				(i) -> ((i % 2 == 0) ? one : other).register(CLIENT, "Idempotency-Key", key));
		assertThat(answers).extracting(Answer::status).containsOnly(201);
		assertThat(answers).extracting(Answer::body).containsOnly(answers.get(0).body());
		assertThat(one.rows()).containsEntry("dcr_client_registration", before + 1);
		new Registered(one.http(), answers.get(0)).read().expect(200);
	}

	@RepeatedTest(3)
	void updateWhenTheSameKeyAndManyBodiesAtOnceThenOneChangesAndTheOthersAre422() throws Exception {
		Registered client = one.registered(CLIENT);
		String key = UUID.randomUUID().toString();
		List<Answer> answers = this.calls.atOnce(PARALLEL,
				(i) -> ((i % 2 == 0) ? one : other).http()
					.put("/oauth2/register/" + client.id(), Answer.write(client.asUpdate("client_name", "Name " + i)),
							"Authorization", "Bearer " + client.token(), "Idempotency-Key", key));
		List<Answer> changed = answers.stream().filter((answer) -> answer.status() == 200).toList();
		assertThat(changed).as(answers.toString()).hasSize(1);
		assertThat(answers).extracting(Answer::status).containsOnly(200, 422);
		assertThat(client.as(changed.get(0)).read().json()).containsEntry("client_name",
				changed.get(0).string("client_name"));
	}

	@RepeatedTest(3)
	void updateWhenTheSameAtOnceThenChangedOnceAndEachAnswerHasTheTokenThatWorks() throws Exception {
		Registered client = one.registered(CLIENT);
		List<Answer> answers = atBoth(client, (i) -> client.asUpdate("client_name", "Same"));
		assertThat(answers).extracting(Answer::status).containsOnly(200);
		assertThat(answers).extracting((answer) -> answer.string(TOKEN)).containsOnly(answers.get(0).string(TOKEN));
		assertThat(client.as(answers.get(0)).read().expect(200).json()).containsEntry("client_name", "Same");
	}

}
