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
import io.github.opendcr.token.InitialAccessTokenTerms;
import io.github.opendcr.token.InitialAccessTokens;
import io.github.opendcr.token.IssuedInitialAccessToken;

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
		String[] properties = { "dcr.quota.total=-1", "dcr.quota.software-id=1", "dcr.dry-run.enabled=true" };
		one = TestServer.start(database, properties);
		other = TestServer.start(database, properties);
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

	// A dry run takes nothing that a registration needs, not even for a moment
	@RepeatedTest(3)
	void registerWhenDryRunsAtBothAtOnceThenOneClientAndNothingElseIsSpentOrStored() throws Exception {
		InitialAccessTokens tokens = one.bean(InitialAccessTokens.class);
		IssuedInitialAccessToken token = tokens.issue(InitialAccessTokenTerms.SINGLE_USE);
		String body = Answer.write(Map.of("redirect_uris", List.of("https://client.example/cb"), "software_id",
				UUID.randomUUID().toString()));
		Map<String, Integer> before = one.rows();
		String[] bearer = Registered.bearer(token.value());
		List<Answer> answers = this.calls.atOnce(PARALLEL, (i) -> {
			TestServer node = (i % 2 == 0) ? one : other;
			return (i == PARALLEL / 2) ? node.register(body, bearer)
					: node.post("/oauth2/register?dry_run=true", body, bearer);
		});
		Answer registered = answers.get(PARALLEL / 2).expect(201);
		assertThat(answers).filteredOn((answer) -> answer != registered)
			.allSatisfy((answer) -> assertThat(answer.status()).as(answer.toString()).isIn(200, 401, 403))
			.noneSatisfy((answer) -> assertThat(answer.json()).containsKey("client_id"));
		assertThat(tokens.find(token.token().id()).used()).isEqualTo(1);
		Map<String, Integer> after = one.rows();
		assertThat(after.get("dcr_client_registration")).isEqualTo(before.get("dcr_client_registration") + 1);
		assertThat(after.get("oauth2_registered_client")).isEqualTo(before.get("oauth2_registered_client") + 1);
		// the place in the quota of the software is that of the client, and free again
		for (TestServer node : List.of(one, other)) {
			node.post("/oauth2/register?dry_run=true", body).expect(403);
		}
		new Registered(other.http(), registered).delete().expect(204);
		for (TestServer node : List.of(one, other)) {
			node.post("/oauth2/register?dry_run=true", body).expect(200);
		}
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
