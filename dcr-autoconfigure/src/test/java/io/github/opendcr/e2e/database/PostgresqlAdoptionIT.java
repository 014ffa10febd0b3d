package io.github.opendcr.e2e.database;

import java.util.List;

import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.testkit.TestServer;

/**
 * Two nodes over one PostgreSQL.
 */
class PostgresqlAdoptionIT extends AdoptionContract {

	@Override
	List<TestServer> start(String... properties) {
		TestDatabase database = TestDatabases.postgresql().createSpringTables();
		return List.of(TestServer.start(database, Application.class, properties),
				TestServer.start(database, Application.class, properties));
	}

}
