package io.github.opendcr.e2e.database;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.statement.SoftwareStatementEvent;
import io.github.opendcr.statement.SoftwareStatements;
import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.StatementIssuer;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two servers over one PostgreSQL: a statement that may register one client registers
 * one, and what is withdrawn at one is refused at both.
 */
class SoftwareStatementWithdrawalIT {

	private static final String[] ADMIN = TestServer.basic("user", "password");

	private static final String ENDPOINT = "/actuator/dcrstatements";

	private static StatementIssuer issuer;

	private static TestServer one;

	private static TestServer other;

	private static ExecutorService threads;

	@BeforeAll
	static void start() {
		issuer = new StatementIssuer();
		TestDatabase database = TestDatabases.postgresql().createSpringTables();
		String[] properties = issuer.trusted("single-use=true",
				"management.endpoints.web.exposure.include=dcrstatements",
				"dcr.allowed-grant-types=authorization_code,client_credentials");
		one = TestServer.start(database, Application.class, properties);
		other = TestServer.start(database, Application.class, properties);
		threads = Executors.newCachedThreadPool();
	}

	@AfterAll
	static void stop() {
		threads.shutdownNow();
		other.close();
		one.close();
		issuer.close();
	}

	@BeforeEach
	void trustAll() {
		SoftwareStatements statements = one.bean(SoftwareStatements.class);
		statements.withdrawals()
			.forEach((withdrawal) -> statements.reinstate(withdrawal.issuer(), withdrawal.softwareId()));
		one.bean(Events.class).seen.clear();
	}

	private static String body(String id, String softwareId) {
		return "{\"software_statement\": \"" + issuer.statement("jti", id, "software_id", softwareId, "redirect_uris",
				List.of("https://app.example/cb"), "grant_types", List.of("authorization_code", "client_credentials"))
				+ "\"}";
	}

	private static int token(TestServer server, Registered client) {
		return server.token(client.id(), client.secret(), Map.of("grant_type", "client_credentials")).status();
	}

	private static ClientStatus status(Registered client) {
		return one.bean(ClientLifecycle.class).find(client.id()).status();
	}

	@RepeatedTest(5)
	void registerWhenManyAtOnceWithOneStatementThenExactlyOneSucceeds() throws Exception {
		String body = body("many " + System.nanoTime(), "app");
		CyclicBarrier together = new CyclicBarrier(8);
		List<Callable<Answer>> callers = new ArrayList<>();
		for (int i = 0; i < 8; i++) {
			TestServer server = (i % 2 == 0) ? one : other;
			callers.add(() -> {
				together.await();
				return server.register(body);
			});
		}
		List<Answer> answers = new ArrayList<>();
		for (Future<Answer> answer : threads.invokeAll(callers)) {
			answers.add(answer.get());
		}
		assertThat(answers).extracting(Answer::status).containsOnlyOnce(201);
		answers.stream()
			.filter((answer) -> answer.status() != 201)
			.forEach((answer) -> Refusals.assertRefused(answer, "invalid_software_statement", "another client"));
	}

	@Test
	void registerWhenRefusedThenStatementIsNotUsedUp() {
		String body = body("refused", "app");
		Refusals.assertRefused(one.register(body.replace("}", ", \"client_name\": 7}")), "invalid_client_metadata",
				"client_name");
		Registered client = one.registered(body);
		client = client.as(client.update(client.asUpdate("client_name", "New")));
		Refusals.assertRefused(other.register(body), "invalid_software_statement", "another client");
		client.delete().expect(204);
		Refusals.assertRefused(other.register(body), "invalid_software_statement", "another client");
	}

	@Test
	void updateWhenStatementIsAnotherClientsThenRefused() {
		String body = body("taken", "app");
		Registered owner = one.registered(body);
		Registered client = other.registered("{\"redirect_uris\": [\"https://app.example/cb\"]}");
		Refusals.assertRefused(
				client.update(client.asUpdate("software_statement", owner.answer().string("software_statement"))),
				"invalid_software_statement", "another client");
		assertThat(client.read().expect(200).json()).doesNotContainKey("software_statement");
	}

	@Test
	void withdrawWhenOneSoftwareThenItsClientsAreDisabledAndRefusedOnBothServers() {
		Registered client = one.registered(body("w1", "bad app"));
		Registered neighbour = one.registered(body("w2", "good app"));
		Registered stranger = one
			.registered("{\"redirect_uris\": [\"https://app.example/cb\"], \"software_id\": \"bad app\"}");
		assertThat(token(one, client)).isEqualTo(200);
		assertThat(other.bean(SoftwareStatements.class).withdraw(StatementIssuer.NAME, "bad app")).isEqualTo(1);
		assertThat(List.of(status(client), status(neighbour), status(stranger))).containsExactly(ClientStatus.DISABLED,
				ClientStatus.ACTIVE, ClientStatus.ACTIVE);
		assertThat(token(one, client)).isEqualTo(401);
		assertThat(token(one, neighbour)).isEqualTo(200);
		for (TestServer server : List.of(one, other)) {
			Refusals.assertRefused(server.register(body("w3", "bad app")), "unapproved_software_statement",
					"withdrawn");
		}
		Refusals.assertRefused(
				neighbour.update(neighbour.asUpdate("software_statement",
						issuer.statement("jti", "w4", "software_id", "bad app"))),
				"unapproved_software_statement", "withdrawn");
		one.registered(body("w5", "good app"));
	}

	@Test
	void withdrawWhenManyClientsThenAllAreDisabledAndEventSaysHowMany() {
		JdbcTemplate jdbc = one.bean(JdbcTemplate.class);
		jdbc.update("DELETE FROM dcr_software_statement");
		List<Registered> clients = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			clients.add(one.registered(body("all " + i, "app " + i)));
		}
		// Clients that are gone, more than a batch of them
		for (int i = 0; i < 250; i++) {
			jdbc.update("INSERT INTO dcr_software_statement (client_id, issuer, software_id) VALUES (?, ?, '')",
					"gone" + i, StatementIssuer.NAME);
		}
		assertThat(one.bean(SoftwareStatements.class).withdraw(StatementIssuer.NAME, null)).isEqualTo(5);
		assertThat(clients).allMatch((client) -> status(client) == ClientStatus.DISABLED);
		assertThat(one.bean(Events.class).seen).singleElement()
			.isInstanceOfSatisfying(SoftwareStatementEvent.Withdrawn.class, (event) -> {
				assertThat(event.disabledClients()).isEqualTo(5);
				assertThat(event.withdrawal().issuer()).isEqualTo(StatementIssuer.NAME);
			});
		assertThat(one.bean(SoftwareStatements.class).withdraw(StatementIssuer.NAME, null)).isZero();
	}

	@Test
	void reinstateThenAcceptedAgainAndClientsStayDisabled() {
		Registered client = one.registered(body("r1", "app"));
		SoftwareStatements statements = one.bean(SoftwareStatements.class);
		statements.withdraw(StatementIssuer.NAME, "app");
		assertThat(statements.reinstate(StatementIssuer.NAME, null)).isFalse();
		assertThat(statements.reinstate(StatementIssuer.NAME, "app")).isTrue();
		assertThat(one.bean(Events.class).seen).last()
			.isEqualTo(new SoftwareStatementEvent.Reinstated(StatementIssuer.NAME, "app"));
		assertThat(status(client)).isEqualTo(ClientStatus.DISABLED);
		other.registered(body("r2", "app"));
	}

	@RepeatedTest(20)
	void withdrawWhileClientsRegisterThenNoneOfThemIsLeftActive() throws Exception {
		String software = "race " + System.nanoTime();
		CyclicBarrier together = new CyclicBarrier(5);
		List<Callable<Answer>> callers = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			TestServer server = (i % 2 == 0) ? one : other;
			String body = body(software + i, software);
			callers.add(() -> {
				together.await();
				return server.register(body);
			});
		}
		List<Future<Answer>> answers = callers.stream().map(threads::submit).toList();
		together.await();
		one.bean(SoftwareStatements.class).withdraw(StatementIssuer.NAME, software);
		for (Future<Answer> future : answers) {
			Answer answer = future.get();
			if (answer.status() == 201) {
				assertThat(status(new Registered(one.http(), answer))).isEqualTo(ClientStatus.DISABLED);
			}
			else {
				Refusals.assertRefused(answer, "unapproved_software_statement", "withdrawn");
			}
		}
	}

	@Test
	void endpointThenShowsMakesAndTakesBackWithdrawals() {
		Http http = other.http();
		Registered client = one.registered(body("e1", "app of the endpoint"));
		String withdrawal = "{\"issuer\": \"" + StatementIssuer.NAME + "\", \"softwareId\": \"app of the endpoint\"}";
		assertThat(http.post(ENDPOINT, withdrawal).status()).isIn(302, 401);
		assertThat(http.post(ENDPOINT, withdrawal, ADMIN).expect(200).json()).isEqualTo(Map.of("disabledClients", 1));
		assertThat(status(client)).isEqualTo(ClientStatus.DISABLED);
		assertThat(http.get(ENDPOINT, ADMIN).expect(200).body()).contains("\"withdrawals\"",
				"\"issuer\":\"" + StatementIssuer.NAME + "\"", "\"softwareId\":\"app of the endpoint\"",
				"\"withdrawnAt\":\"20");
		String query = ENDPOINT + "?issuer=" + StatementIssuer.NAME + "&softwareId=app%20of%20the%20endpoint";
		http.delete(query, ADMIN).expect(204);
		http.delete(query, ADMIN).expect(404);
		assertThat(http.get(ENDPOINT, ADMIN).expect(200).json()).isEqualTo(Map.of("withdrawals", List.of()));
		for (String bad : List.of("{}", "{\"issuer\": \"\"}", "{\"issuer\": \"a b\"}",
				"{\"issuer\": \"https://a.example\", \"softwareId\": \" \"}")) {
			assertThat(http.post(ENDPOINT, bad, ADMIN).expect(400).string("error")).isEqualTo("invalid_request");
		}
	}

	/**
	 * What was published.
	 */
	static final class Events {

		private final List<Object> seen = new CopyOnWriteArrayList<>();

		@EventListener
		void on(SoftwareStatementEvent.Withdrawn event) {
			this.seen.add(event);
		}

		@EventListener
		void on(SoftwareStatementEvent.Reinstated event) {
			this.seen.add(event);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@Import(AllEndpoints.class)
	static class Application {

		@Bean
		Events events() {
			return new Events();
		}

	}

}
