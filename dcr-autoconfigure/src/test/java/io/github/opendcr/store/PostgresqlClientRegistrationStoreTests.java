package io.github.opendcr.store;

import io.github.opendcr.store.TestDatabases.TestDatabase;

/**
 * Tests for {@link JdbcClientRegistrationStore} on PostgreSQL.
 */
class PostgresqlClientRegistrationStoreTests extends JdbcClientRegistrationStoreContract {

	@Override
	protected TestDatabase newDatabase() {
		return TestDatabases.postgresql();
	}

}
