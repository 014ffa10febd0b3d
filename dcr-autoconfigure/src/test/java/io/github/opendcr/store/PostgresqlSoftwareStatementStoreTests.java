package io.github.opendcr.store;

import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

/**
 * Tests for {@link JdbcSoftwareStatementStore} on PostgreSQL.
 */
class PostgresqlSoftwareStatementStoreTests extends JdbcSoftwareStatementStoreContract {

	@Override
	protected TestDatabase newDatabase() {
		return TestDatabases.postgresql();
	}

}
