package io.github.opendcr.e2e.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What must hold wherever clients are kept: a life from registration to deprovisioning,
 * and many at once. A subclass supplies the server.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class RegistrationLifecycleContract {

	private static final String REDIRECT_URI = "https://client.example/cb";

	private static final String CLIENT = """
			{"redirect_uris": ["https://client.example/cb"], "client_name": "Before", "client_name#fr": "Avant",
			"grant_types": ["authorization_code", "refresh_token", "client_credentials"], "contacts": ["a", "b"],
			"scope": "openid profile email"}""";

	private static final int PARALLEL = 50;

	TestServer server;

	@BeforeAll
	void startServer() {
		this.server = start();
	}

	@AfterAll
	void stopServer() {
		this.server.close();
	}

	/**
	 * Start a server that allows client_credentials beside the default grants.
	 */
	abstract TestServer start();

	@Test
	void registerReadUpdateDelete() {
		Registered client = this.server.registered(CLIENT);
		assertThat(client.read().json()).containsEntry("client_name", "Before")
			.containsEntry("client_name#fr", "Avant");
		Registered updated = client.as(client.update(client.asUpdate("client_name", "After")));
		assertThat(updated.read().json()).containsEntry("client_name", "After");
		assertThat(this.server.find(client.id()).getClientName()).isEqualTo("After");
		assertThat(this.server.token(client.id(), client.secret(), Map.of("grant_type", "client_credentials")).status())
			.isEqualTo(200);
		assertThat(updated.delete().status()).isEqualTo(204);
		Refusals.assertInvalidToken(updated.read());
		assertThat(this.server.find(client.id())).isNull();
	}

	@Test
	void tokenWhenClientIdCanBeNobodysThenInvalidClient() {
		for (String clientId : new String[] { "x\0", "\0", "x\uFFFF" }) {
			Answer answer = this.server
				.token(Map.of("grant_type", "refresh_token", "refresh_token", "x", "client_id", clientId));
			assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
			assertThat(answer.string("error")).isEqualTo("invalid_client");
		}
	}

	// RFC 7592 §2.2: the token is replaced in the same step in which it is used
	@Test
	void updateWhenManyAtOnceWithOneTokenThenExactlyOneSucceeds() {
		Registered client = this.server.registered(CLIENT);
		List<Answer> answers = atOnce(PARALLEL, (i) -> client.update(client.asUpdate("client_name", "Name " + i)));
		List<Answer> succeeded = answers.stream().filter((answer) -> answer.status() == 200).toList();
		assertThat(succeeded).as(answers.toString()).hasSize(1);
		answers.stream().filter((answer) -> answer.status() != 200).forEach(Refusals::assertInvalidToken);
		Registered winner = client.as(succeeded.get(0));
		assertThat(winner.read().json()).containsEntry("client_name", winner.answer().string("client_name"));
		assertThat(this.server.find(client.id()).getClientName()).isEqualTo(winner.answer().string("client_name"));
		Refusals.assertInvalidToken(client.read());
	}

	// As when a proxy sends again what is on its way: whichever answer arrives is good
	@Test
	void updateWhenTheSameManyTimesAtOnceThenChangedOnceAndEachAnswerHasTheTokenThatWorks() {
		Registered client = this.server.registered(CLIENT);
		List<Answer> answers = atOnce(PARALLEL, (i) -> client.update(client.asUpdate("client_name", "Same")));
		assertThat(answers).extracting(Answer::status).containsOnly(200);
		assertThat(answers).extracting(Answer::body).containsOnly(answers.get(0).body());
		Registered updated = client.as(answers.get(PARALLEL - 1));
		assertThat(updated.read().json()).containsEntry("client_name", "Same");
		Refusals.assertInvalidToken(client.update(client.asUpdate("client_name", "Same")));
	}

	@Test
	void updateAndDeleteAtOnceThenOneSucceedsAndNothingIsLeftHalf() {
		for (int round = 0; round < 5; round++) {
			Registered client = this.server.registered(CLIENT);
			List<Answer> answers = atOnce(8,
					(i) -> (i % 2 == 0) ? client.update(client.asUpdate("client_name", "x" + i)) : client.delete());
			assertThat(answers).as(answers.toString()).filteredOn((answer) -> answer.status() < 300).hasSize(1);
			answers.stream().filter((answer) -> answer.status() >= 300).forEach(Refusals::assertInvalidToken);
			Answer winner = answers.stream().filter((answer) -> answer.status() < 300).findFirst().orElseThrow();
			assertThat(this.server.find(client.id()) == null).isEqualTo(winner.status() == 204);
			if (winner.status() == 200) {
				client.as(winner).delete().expect(204);
			}
			assertThat(this.server.find(client.id())).isNull();
		}
	}

	@Test
	void deleteWhenManyAtOnceThenExactlyOneSucceeds() {
		Registered client = this.server.registered(CLIENT);
		List<Answer> answers = atOnce(10, (i) -> client.delete());
		assertThat(answers).filteredOn((answer) -> answer.status() == 204).hasSize(1);
		answers.stream().filter((answer) -> answer.status() != 204).forEach(Refusals::assertInvalidToken);
	}

	@Test
	void registerWhenManyAtOnceThenAllAreRegistered() {
		List<Answer> answers = atOnce(PARALLEL, (i) -> this.server.register(CLIENT));
		assertThat(answers).allMatch((answer) -> answer.status() == 201, answers.toString());
		assertThat(answers.stream().map((answer) -> answer.string("client_id")).distinct()).hasSize(PARALLEL);
	}

	// RFC 7592 §2.3, §5
	@Test
	void deleteThenClientAndAllThatWasGrantedAreGone() {
		Registered client = this.server.registered(CLIENT);
		Registered other = this.server.registered(CLIENT);
		Answer tokens = this.server.tokensByCode(client, REDIRECT_URI, "openid profile").expect(200);
		Answer othersTokens = this.server.tokensByCode(other, REDIRECT_URI, "openid profile").expect(200);
		String code = new Browser(this.server.http()).code(client.id(), REDIRECT_URI, "openid profile");
		assertThat(this.server.introspect(tokens.string("access_token")).json()).containsEntry("active", true);
		assertThat(this.server.introspect(tokens.string("refresh_token")).json()).containsEntry("active", true);

		Answer deleted = client.delete();

		assertThat(deleted.status()).isEqualTo(204);
		assertThat(deleted.body()).isEmpty();
		assertThat(deleted.header("Cache-Control")).isEqualTo("no-store");
		assertThat(this.server.find(client.id())).isNull();
		assertThat(this.server.introspect(tokens.string("access_token")).expect(200).json()).isEqualTo(inactive());
		assertThat(this.server.introspect(tokens.string("refresh_token")).expect(200).json()).isEqualTo(inactive());
		assertInvalidClient(
				this.server.token(client.id(), client.secret(), Map.of("grant_type", "client_credentials")));
		assertInvalidClient(this.server.token(client.id(), client.secret(), TestServer.codeGrant(code, REDIRECT_URI)));
		assertInvalidClient(this.server.token(client.id(), client.secret(),
				Map.of("grant_type", "refresh_token", "refresh_token", tokens.string("refresh_token"))));
		Refusals.assertInvalidToken(client.read());
		Refusals.assertInvalidToken(client.update(client.asUpdate()));
		Refusals.assertInvalidToken(client.delete());
		assertThat(userInfo(tokens)).isEqualTo(401);
		assertThat(new Browser(this.server.http()).authorizeStatus(client.id(), REDIRECT_URI)).isEqualTo(400);
		assertThat(this.server.introspect(othersTokens.string("access_token")).json()).containsEntry("active", true);
		assertThat(userInfo(othersTokens)).isEqualTo(200);
		assertThat(other.delete().status()).isEqualTo(204);
	}

	private int userInfo(Answer tokens) {
		return this.server.http().get("/userinfo", Registered.bearer(tokens.string("access_token"))).status();
	}

	private static Map<String, Object> inactive() {
		return Map.of("active", false);
	}

	private static void assertInvalidClient(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(401);
		assertThat(answer.json()).containsEntry("error", "invalid_client");
	}

	private static List<Answer> atOnce(int count, IntFunction<Answer> request) {
		ExecutorService threads = Executors.newFixedThreadPool(count);
		try {
			CountDownLatch ready = new CountDownLatch(count);
			List<Future<Answer>> futures = new ArrayList<>();
			for (int i = 0; i < count; i++) {
				int number = i;
				futures.add(threads.submit((Callable<Answer>) () -> {
					ready.countDown();
					ready.await();
					return request.apply(number);
				}));
			}
			List<Answer> answers = new ArrayList<>();
			for (Future<Answer> future : futures) {
				answers.add(future.get());
			}
			return answers;
		}
		catch (ExecutionException ex) {
			throw new AssertionError(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
		finally {
			threads.shutdownNow();
		}
	}

}
