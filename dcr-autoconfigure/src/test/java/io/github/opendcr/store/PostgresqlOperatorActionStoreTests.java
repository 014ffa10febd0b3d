package io.github.opendcr.store;

import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

/**
 * Tests for {@link JdbcOperatorActionStore} on PostgreSQL.
 */
class PostgresqlOperatorActionStoreTests extends JdbcOperatorActionStoreContract {

	@Override
	protected TestDatabase newDatabase() {
		return TestDatabases.postgresql();
	}

}
