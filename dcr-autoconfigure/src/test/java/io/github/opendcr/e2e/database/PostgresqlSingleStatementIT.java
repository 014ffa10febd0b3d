package io.github.opendcr.e2e.database;

import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestServer;

/**
 * {@link RegistrationLifecycleContract} on PostgreSQL where no constraint takes part, so
 * that each change is one statement without a transaction.
 */
class PostgresqlSingleStatementIT extends RegistrationLifecycleContract {

	@Override
	TestServer start() {
		return TestServer.start(TestDatabases.postgresql().createSpringTables(), "dcr.quota.total=-1",
				"dcr.allowed-grant-types=authorization_code,refresh_token,client_credentials");
	}

}
