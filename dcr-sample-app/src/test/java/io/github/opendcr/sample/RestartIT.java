package io.github.opendcr.sample;

import java.io.IOException;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.Answer;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packaged sample on a PostgreSQL, killed and started again, serves what it served
 * before.
 */
class RestartIT {

	private static final String CALLBACK = "http://127.0.0.1:8080/callback";

	@Test
	void startWhenKilledWhileClientsRegisterThenServesEveryClientAndEveryToken() throws Exception {
		try (EmbeddedPostgres postgres = EmbeddedPostgres.builder().setPGStartupWait(Duration.ofMinutes(10)).start()) {
			int port;
			Registered confidential;
			Registered open;
			Queue<Answer> others;
			String keys;
			try (SampleProcess first = start(postgres, 0)) {
				port = first.port();
				Server server = new Server(port);
				confidential = Registered.with(server, "client_secret_basic");
				open = Registered.with(server, "none");
				keys = server.get("/oauth2/jwks").body();
				others = registerUntilKilled(server, first);
			}
			try (SampleProcess second = start(postgres, port)) {
				Server server = new Server(second.port());
				assertThat(server.get("/oauth2/jwks").body()).isEqualTo(keys);
				assertThat(server.sampleClientToken("mcp:read")).isNotEmpty();
				assertThat(others).hasSizeGreaterThanOrEqualTo(50)
					.allSatisfy((answer) -> assertThat(read(server, answer).status()).isEqualTo(200));
				// No half of a client: only the one registered by hand has no
				// registration
				assertThat(count(postgres, "oauth2_registered_client") - 1)
					.isEqualTo(count(postgres, "dcr_client_registration"));
				assertServed(server, confidential);
				assertServed(server, open);
			}
		}
	}

	private static void assertServed(Server server, Registered registered) {
		Answer read = read(server, registered.answer);
		assertThat(read.status()).as(read.toString()).isEqualTo(200);
		assertThat(read.string("client_name")).isEqualTo("Survivor");
		assertThat(server.whoami(registered.accessToken()).string("subject")).isEqualTo("user");
		assertThat(server.introspect(registered.accessToken()).json().get("active")).isEqualTo(true);
		Answer refreshed = registered.refresh(server);
		assertThat(refreshed.status()).as(refreshed.toString()).isEqualTo(200);
		assertThat(server.whoami(refreshed.string("access_token")).status()).isEqualTo(200);
		User browser = new User();
		Answer tokens = new CodeFlow(server, registered.client(), CALLBACK).run(browser);
		assertThat(tokens.status()).as(tokens.toString()).isEqualTo(200);
		assertThat(browser.consentPages()).isEmpty();
		Answer deleted = server.http().delete(registered.answer.clientUri(), registered.answer.bearer());
		assertThat(deleted.status()).as(deleted.toString()).isEqualTo(204);
	}

	private static Answer read(Server server, Answer registered) {
		return server.http().get(registered.clientUri(), registered.bearer());
	}

	private static SampleProcess start(EmbeddedPostgres postgres, int port) throws IOException {
		return SampleProcess.start("--spring.profiles.active=postgres",
				"--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
				"--spring.datasource.username=postgres", "--spring.datasource.password=postgres",
				"--server.port=" + port, "--dcr.public-clients.refresh-tokens=true", "--dcr.rate-limit.enabled=false");
	}

	private static Queue<Answer> registerUntilKilled(Server server, SampleProcess process) throws Exception {
		Queue<Answer> answers = new ConcurrentLinkedQueue<>();
		CountDownLatch enough = new CountDownLatch(50);
		ExecutorService clients = Executors.newFixedThreadPool(4);
		try {
			for (int i = 0; i < 4; i++) {
				clients.submit(() -> {
					// Ends with the exception of the request that the kill cuts off
					try {
						while (true) {
							answers.add(register(server, "none"));
							enough.countDown();
						}
					}
					finally {
						ended(enough);
					}
				});
			}
			enough.await();
			process.kill();
		}
		finally {
			clients.shutdown();
			assertThat(clients.awaitTermination(Long.MAX_VALUE, TimeUnit.SECONDS)).isTrue();
		}
		return answers;
	}

	// Nobody waits for clients that ended early
	private static void ended(CountDownLatch enough) {
		while (enough.getCount() > 0) {
			enough.countDown();
		}
	}

	private static long count(EmbeddedPostgres postgres, String table) {
		return JdbcClient.create(postgres.getPostgresDatabase())
			.sql("SELECT count(*) FROM " + table)
			.query(Long.class)
			.single();
	}

	private static Answer register(Server server, String authMethod) {
		Answer answer = server.register("""
				{"client_name": "Survivor", "redirect_uris": ["%s"], "token_endpoint_auth_method": "%s",
				"grant_types": ["authorization_code", "refresh_token"]}
				""".formatted(CALLBACK, authMethod));
		assertThat(answer.status()).as(answer.toString()).isEqualTo(201);
		return answer;
	}

	/**
	 * A client that registered itself and got tokens.
	 */
	private record Registered(Answer answer, Answer tokens) {

		static Registered with(Server server, String authMethod) {
			Answer answer = register(server, authMethod);
			Answer tokens = new CodeFlow(server, Client.of(answer), CALLBACK).run(new User());
			assertThat(tokens.status()).as(tokens.toString()).isEqualTo(200);
			return new Registered(answer, tokens);
		}

		Client client() {
			return Client.of(this.answer);
		}

		String accessToken() {
			return this.tokens.string("access_token");
		}

		Answer refresh(Server server) {
			return server.refresh(client(), this.tokens.string("refresh_token"));
		}

	}

}
