package io.github.opendcr.store;

import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

/**
 * Tests for {@link JdbcClientMetadataDocumentStore} on PostgreSQL.
 */
class PostgresqlClientMetadataDocumentStoreTests extends JdbcClientMetadataDocumentStoreContract {

	@Override
	protected TestDatabase newDatabase() {
		return TestDatabases.postgresql();
	}

}
