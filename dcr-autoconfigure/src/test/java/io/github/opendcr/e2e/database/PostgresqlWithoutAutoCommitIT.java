package io.github.opendcr.e2e.database;

import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A pool whose connections commit nothing by themselves, as some use with JPA: a single
 * statement needs a transaction there.
 */
class PostgresqlWithoutAutoCommitIT {

	@Test
	void registerUpdateDeleteWhenConnectionsDoNotCommitThenEachIsCommitted() {
		try (TestServer server = TestServer.start(TestDatabases.postgresql().createSpringTables(), "dcr.quota.total=-1",
				"spring.datasource.hikari.auto-commit=false")) {
			Registered client = server.registered("{\"redirect_uris\": [\"https://client.example/cb\"]}");
			assertThat(server.find(client.id())).isNotNull();
			Registered updated = client.as(client.update(client.asUpdate("client_name", "After")));
			assertThat(server.find(client.id()).getClientName()).isEqualTo("After");
			updated.delete().expect(204);
			assertThat(server.find(client.id())).isNull();
			Refusals.assertInvalidToken(updated.read());
		}
	}

}
