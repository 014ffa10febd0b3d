package io.github.opendcr.e2e.database;

import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestServer;

/**
 * {@link ClientsEndpointContract} on PostgreSQL.
 */
class PostgresqlClientsEndpointIT extends ClientsEndpointContract {

	@Override
	TestServer start() {
		return TestServer.start(TestDatabases.postgresql().createSpringTables(),
				ClientsEndpointContract.Application.class, properties());
	}

}
