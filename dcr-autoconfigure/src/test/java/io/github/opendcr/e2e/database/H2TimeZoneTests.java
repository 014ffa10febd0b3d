package io.github.opendcr.e2e.database;

import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

/**
 * {@link TimeZoneContract} on H2.
 */
class H2TimeZoneTests extends TimeZoneContract {

	@Override
	TestDatabase database() {
		return TestDatabases.h2().createSpringTables();
	}

}
