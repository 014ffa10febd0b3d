package io.github.opendcr.store;

import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

/**
 * Tests for {@link JdbcClientMetadataDocumentStore} on MariaDB.
 */
@EnabledIfSystemProperty(named = TestDatabases.MARIADB_URL, matches = ".+")
class MariaDbClientMetadataDocumentStoreTests extends JdbcClientMetadataDocumentStoreContract {

	@Override
	protected TestDatabase newDatabase() {
		return TestDatabases.mariadb();
	}

}
