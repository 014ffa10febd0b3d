package io.github.opendcr.e2e;

import io.github.opendcr.store.TestDatabases;
import io.github.opendcr.store.TestDatabases.TestDatabase;

/**
 * {@link TimeZoneContract} on H2.
 */
class H2TimeZoneTests extends TimeZoneContract {

	@Override
	TestDatabase database() {
		return TestDatabases.h2().createSpringTables();
	}

}
