package io.github.opendcr.store;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.opendcr.statement.SoftwareStatementStore;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

import org.springframework.transaction.support.TransactionOperations;

/**
 * What {@link JdbcSoftwareStatementStore} must do on every database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcSoftwareStatementStoreContract extends SoftwareStatementStoreContract {

	private StoreTables tables;

	protected abstract TestDatabase newDatabase();

	@BeforeAll
	void createTables() {
		this.tables = StoreTables.create(newDatabase(), "dcr_software_statement_use", "dcr_software_statement",
				"dcr_software_statement_withdrawal");
	}

	@BeforeEach
	void emptyTables() {
		this.tables.empty();
	}

	@Override
	protected SoftwareStatementStore store() {
		return new JdbcSoftwareStatementStore(this.tables.jdbcTemplate());
	}

	@Override
	protected TransactionOperations transactions() {
		return this.tables.transactions();
	}

	@Test
	void startWhenTheTableIsMissingThenExceptionNamesIt() {
		this.tables.assertRequired(newDatabase(), JdbcSoftwareStatementStore::new);
	}

}
