package io.github.opendcr.store;

import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

/**
 * Tests for {@link JdbcClientQuotaStore} on PostgreSQL.
 */
class PostgresqlClientQuotaStoreTests extends JdbcClientQuotaStoreContract {

	@Override
	protected TestDatabase newDatabase() {
		return TestDatabases.postgresql();
	}

}
