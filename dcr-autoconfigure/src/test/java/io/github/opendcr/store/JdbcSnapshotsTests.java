package io.github.opendcr.store;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.TestDatabases;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcSnapshots}, beside the contracts of the stores that use them.
 */
class JdbcSnapshotsTests {

	@Test
	void executeOnPostgresqlThenTheLevelIsTheTransactionsAndNotTheSessions() {
		DataSource dataSource = TestDatabases.postgresql().dataSource();
		JdbcTemplate jdbcTemplate = new JdbcTemplate(dataSource);
		TransactionOperations snapshots = JdbcSnapshots.select(dataSource);
		assertThat(snapshots).isNotNull();
		snapshots.executeWithoutResult((status) -> {
			assertThat(jdbcTemplate.queryForObject("SHOW transaction_isolation", String.class))
				.isEqualTo("repeatable read");
			assertThat(jdbcTemplate.queryForObject("SHOW default_transaction_isolation", String.class))
				.isEqualTo("read committed");
		});
	}

	@Test
	void selectWhenTheDatabaseHasNoneThenNull() {
		assertThat(JdbcSnapshots.select(TestDatabases.h2().dataSource())).isNull();
	}

}
