package io.github.opendcr.store;

import io.github.opendcr.store.TestDatabases.TestDatabase;

/**
 * Tests for {@link JdbcSoftwareStatementStore} on H2.
 */
class H2SoftwareStatementStoreTests extends JdbcSoftwareStatementStoreContract {

	@Override
	protected TestDatabase newDatabase() {
		return TestDatabases.h2();
	}

}
