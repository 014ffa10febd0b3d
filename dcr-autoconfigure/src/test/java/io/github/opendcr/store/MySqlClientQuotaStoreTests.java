package io.github.opendcr.store;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

/**
 * Tests for {@link JdbcClientQuotaStore} on a MariaDB server, with the script and the
 * driver of MySQL.
 */
@EnabledIfSystemProperty(named = TestDatabases.MARIADB_URL, matches = ".+")
class MySqlClientQuotaStoreTests extends JdbcClientQuotaStoreContract {

	@Override
	protected TestDatabase newDatabase() {
		return TestDatabases.mysql();
	}

}
