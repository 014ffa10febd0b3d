package io.github.opendcr.store;

import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

/**
 * Tests for {@link JdbcOperatorActionStore} on H2.
 */
class H2OperatorActionStoreTests extends JdbcOperatorActionStoreContract {

	@Override
	protected TestDatabase newDatabase() {
		return TestDatabases.h2();
	}

}
