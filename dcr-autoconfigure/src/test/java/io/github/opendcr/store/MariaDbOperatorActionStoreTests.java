package io.github.opendcr.store;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

/**
 * Tests for {@link JdbcOperatorActionStore} on MariaDB.
 */
@EnabledIfSystemProperty(named = TestDatabases.MARIADB_URL, matches = ".+")
class MariaDbOperatorActionStoreTests extends JdbcOperatorActionStoreContract {

	@Override
	protected TestDatabase newDatabase() {
		return TestDatabases.mariadb();
	}

}
