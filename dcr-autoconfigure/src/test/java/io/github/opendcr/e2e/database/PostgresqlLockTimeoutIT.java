package io.github.opendcr.e2e.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A PostgreSQL that lets nobody wait for a lock for long, while somebody changes a table.
 */
class PostgresqlLockTimeoutIT {

	private static final String CLIENT = """
			{"redirect_uris": ["https://client.example/cb"], "grant_types": ["client_credentials"]}""";

	@Test
	void requestsWhenALockIsWaitedForInVainThenComeAgain() throws SQLException {
		TestDatabase database = TestDatabases.postgresql().createSpringTables();
		try (TestServer server = TestServer.start(database, "dcr.allowed-grant-types=client_credentials",
				"logging.level.io.github.opendcr=off",
				"spring.datasource.hikari.data-source-properties.options=-c lock_timeout=10ms")) {
			Registered client = server.registered(CLIENT);
			try (Connection other = database.dataSource().getConnection(); Statement ddl = other.createStatement()) {
				other.setAutoCommit(false);
				ddl.execute("LOCK TABLE oauth2_registered_client");
				assertComesAgain(server.register(CLIENT));
				assertComesAgain(client.read());
				assertComesAgain(token(server, client));
				other.rollback();
			}
			client.read().expect(200);
			token(server, client).expect(200);
		}
	}

	private static Answer token(TestServer server, Registered client) {
		return server.token(client.id(), client.secret(), Map.of("grant_type", "client_credentials"));
	}

	private static void assertComesAgain(Answer answer) {
		assertThat(answer.status()).as(answer.toString()).isEqualTo(503);
		assertThat(answer.header("Retry-After")).matches("[1-9][0-9]*");
		assertThat(answer.string("error")).isEqualTo("temporarily_unavailable");
	}

}
