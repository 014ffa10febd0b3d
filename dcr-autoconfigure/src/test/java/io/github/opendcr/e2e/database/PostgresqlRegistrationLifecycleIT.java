package io.github.opendcr.e2e.database;

import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestServer;

/**
 * {@link RegistrationLifecycleContract} with Spring's JDBC repository and services on
 * PostgreSQL.
 */
class PostgresqlRegistrationLifecycleIT extends RegistrationLifecycleContract {

	@Override
	TestServer start() {
		return TestServer.start(TestDatabases.postgresql().createSpringTables(),
				"dcr.allowed-grant-types=authorization_code,refresh_token,client_credentials");
	}

}
