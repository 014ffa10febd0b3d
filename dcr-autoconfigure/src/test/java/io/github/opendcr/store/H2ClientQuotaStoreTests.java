package io.github.opendcr.store;

import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

/**
 * Tests for {@link JdbcClientQuotaStore} on H2.
 */
class H2ClientQuotaStoreTests extends JdbcClientQuotaStoreContract {

	@Override
	protected TestDatabase newDatabase() {
		return TestDatabases.h2();
	}

}
