package io.github.opendcr.store;

import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

/**
 * Tests for {@link JdbcSoftwareStatementStore} on H2.
 */
class H2SoftwareStatementStoreTests extends JdbcSoftwareStatementStoreContract {

	@Override
	protected TestDatabase newDatabase() {
		return TestDatabases.h2();
	}

}
