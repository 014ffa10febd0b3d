package io.github.opendcr.e2e.database;

import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

import org.springframework.jdbc.core.JdbcTemplate;

/**
 * {@link TimeZoneContract} on PostgreSQL, with the column without zone that Spring's
 * script has.
 */
class PostgresqlTimeZoneIT extends TimeZoneContract {

	@Override
	TestDatabase database() {
		TestDatabase database = TestDatabases.postgresql().createSpringTables();
		new JdbcTemplate(database.dataSource()).execute(
				"ALTER TABLE oauth2_registered_client ALTER client_secret_expires_at TYPE timestamp without time zone");
		return database;
	}

}
