package io.github.opendcr.e2e.feature;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.DatabaseSwitch;
import io.github.opendcr.testkit.DatabaseSwitch.State;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The health contributor {@code dcr} over HTTP.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HealthTests {

	private static final String CLIENT = "{\"redirect_uris\": [\"https://client.example/cb\"]}";

	private TestServer server;

	@BeforeAll
	void start() {
		this.server = TestServer.start(WithClock.class, Stream
			.concat(Stream.of(AllEndpoints.PROPERTIES),
					Stream.of("management.endpoints.web.exposure.include=health", "logging.level.io.github.opendcr=off",
							"management.endpoint.health.show-details=when-authorized", "dcr.quota.total=1"))
			.toArray(String[]::new));
	}

	@AfterAll
	void stop() {
		this.server.close();
	}

	private Answer health() {
		return this.server.get("/actuator/health/dcr", TestServer.basic("user", "password"));
	}

	@Test
	void healthWhenAllIsThereThenUpEvenWithAFullQuota() {
		Answer up = health().expect(200);
		assertThat(up.string("status")).isEqualTo("UP");
		assertThat(up.body()).contains("\"store\":\"JdbcClientRegistrationStore\"", "\"alive\":true",
				"\"rateLimits\":\"counted by this process\"", "\"limit\":1");
		Registered client = this.server.registered(CLIENT);
		this.server.register(CLIENT).expect(403);
		assertThat(health().expect(200).body()).contains("\"status\":\"UP\"", "\"full\":true", "\"clients\":1");
		client.delete().expect(204);
	}

	// What only reads goes on, and so does what finds room
	@Test
	void healthWhenTheDiskIsFullThenUpAndSaysWhenAWriteFailedLast() {
		MutableClock clock = this.server.bean(MutableClock.class);
		DatabaseSwitch database = this.server.bean(DatabaseSwitch.class);
		Registered client = this.server.registered(CLIENT);
		assertThat(writes().get("lastDone")).isEqualTo(clock.instant().toString());
		clock.advance(Duration.ofMinutes(1));
		client.delete().expect(204);
		String deleted = clock.instant().toString();
		clock.advance(Duration.ofMinutes(1));
		String failed = clock.instant().toString();
		database.set(State.FULL);
		try {
			this.server.register(CLIENT).expect(503);
			clock.advance(Duration.ofMinutes(1));
			this.server.get("/oauth2/register/unknown", Registered.bearer("unknown")).expect(401);
			this.server.register("{}").expect(400);
			assertThat(writes()).isEqualTo(Map.of("lastDone", deleted, "lastFailed", failed));
		}
		finally {
			database.set(State.THERE);
		}
		this.server.registered(CLIENT).delete().expect(204);
		assertThat(writes()).isEqualTo(Map.of("lastDone", clock.instant().toString(), "lastFailed", failed));
	}

	private Map<?, ?> writes() {
		Map<String, Object> health = health().expect(200).json();
		assertThat(health).containsEntry("status", "UP");
		return (Map<?, ?>) ((Map<?, ?>) health.get("details")).get("writes");
	}

	@Test
	void healthWhenATableIsGoneThenDownAndNamesItUntilItIsBack() {
		JdbcTemplate jdbc = this.server.bean(JdbcTemplate.class);
		for (String table : new String[] { "dcr_client_registration", "dcr_initial_access_token",
				"dcr_software_statement", "dcr_software_statement_use", "dcr_software_statement_withdrawal",
				"dcr_idempotent_request", "dcr_client_quota", "dcr_client_use", "dcr_client_term",
				"dcr_client_term_progress", "dcr_operator_action" }) {
			jdbc.execute("ALTER TABLE " + table + " RENAME TO " + table + "_gone");
			Answer down = health().expect(503);
			assertThat(down.string("status")).isEqualTo("DOWN");
			assertThat(down.body().toLowerCase(Locale.ROOT)).contains(table);
			jdbc.execute("ALTER TABLE " + table + "_gone RENAME TO " + table);
			health().expect(200);
		}
	}

	@Test
	void healthWhenAnIndexIsGoneThenUpAndNamesItAfterAWhile() {
		this.server.bean(JdbcTemplate.class).execute("DROP INDEX dcr_client_registration_expires_at");
		this.server.bean(MutableClock.class).advance(Duration.ofMinutes(11));
		assertThat(health().expect(200).body()).contains("missingIndexes", "dcr_client_registration(expires_at)")
			.doesNotContain("dcr_initial_access_token(token_hash)");
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ AllEndpoints.class, DatabaseSwitch.class, MutableClock.class })
	static class WithClock {

	}

}
