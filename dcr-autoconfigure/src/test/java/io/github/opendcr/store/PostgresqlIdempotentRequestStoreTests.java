package io.github.opendcr.store;

import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

/**
 * Tests for {@link JdbcIdempotentRequestStore} on PostgreSQL.
 */
class PostgresqlIdempotentRequestStoreTests extends JdbcIdempotentRequestStoreContract {

	@Override
	protected TestDatabase newDatabase() {
		return TestDatabases.postgresql();
	}

}
