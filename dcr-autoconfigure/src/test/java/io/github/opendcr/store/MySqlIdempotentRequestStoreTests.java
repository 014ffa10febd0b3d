package io.github.opendcr.store;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

/**
 * Tests for {@link JdbcIdempotentRequestStore} with the scripts and the driver of MySQL,
 * on a MariaDB server.
 */
@EnabledIfSystemProperty(named = TestDatabases.MARIADB_URL, matches = ".+")
class MySqlIdempotentRequestStoreTests extends JdbcIdempotentRequestStoreContract {

	@Override
	protected TestDatabase newDatabase() {
		return TestDatabases.mysql();
	}

}
