package io.github.opendcr.store;

import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

/**
 * Tests for {@link JdbcClientMetadataDocumentStore} on H2.
 */
class H2ClientMetadataDocumentStoreTests extends JdbcClientMetadataDocumentStoreContract {

	@Override
	protected TestDatabase newDatabase() {
		return TestDatabases.h2();
	}

}
