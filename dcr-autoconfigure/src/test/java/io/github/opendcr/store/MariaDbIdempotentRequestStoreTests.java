package io.github.opendcr.store;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

/**
 * Tests for {@link JdbcIdempotentRequestStore} on MariaDB.
 */
@EnabledIfSystemProperty(named = TestDatabases.MARIADB_URL, matches = ".+")
class MariaDbIdempotentRequestStoreTests extends JdbcIdempotentRequestStoreContract {

	@Override
	protected TestDatabase newDatabase() {
		return TestDatabases.mariadb();
	}

}
