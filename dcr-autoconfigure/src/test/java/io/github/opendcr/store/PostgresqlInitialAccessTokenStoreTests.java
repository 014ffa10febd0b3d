package io.github.opendcr.store;

import io.github.opendcr.store.TestDatabases.TestDatabase;

/**
 * Tests for {@link JdbcInitialAccessTokenStore} on PostgreSQL.
 */
class PostgresqlInitialAccessTokenStoreTests extends JdbcInitialAccessTokenStoreContract {

	@Override
	protected TestDatabase newDatabase() {
		return TestDatabases.postgresql();
	}

}
