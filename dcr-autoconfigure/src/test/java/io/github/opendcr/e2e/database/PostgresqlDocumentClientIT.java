package io.github.opendcr.e2e.database;

import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.testkit.TestServer;

/**
 * {@link DocumentClientContract} with Spring's JDBC repository and services on
 * PostgreSQL.
 */
class PostgresqlDocumentClientIT extends DocumentClientContract {

	private final TestDatabase database = TestDatabases.postgresql().createSpringTables();

	@Override
	TestServer start(String... properties) {
		return TestServer.start(this.database, MutableClock.class, properties);
	}

}
