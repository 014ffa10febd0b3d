package io.github.opendcr.store;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.opendcr.OperatorActionStore;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

import org.springframework.transaction.support.TransactionOperations;

/**
 * What {@link JdbcOperatorActionStore} must do on every database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcOperatorActionStoreContract extends OperatorActionStoreContract {

	private StoreTables tables;

	// one: it counts what it does within a millisecond
	private OperatorActionStore store;

	protected abstract TestDatabase newDatabase();

	@BeforeAll
	void createTables() {
		this.tables = StoreTables.create(newDatabase(), "dcr_operator_action");
		this.store = new JdbcOperatorActionStore(this.tables.jdbcTemplate());
	}

	@BeforeEach
	void emptyTables() {
		this.tables.empty();
	}

	@Override
	protected OperatorActionStore store() {
		return this.store;
	}

	@Override
	protected TransactionOperations transactions() {
		return this.tables.transactions();
	}

	@Test
	void startWhenTheTableIsMissingThenExceptionNamesIt() {
		this.tables.assertRequired(newDatabase(), JdbcOperatorActionStore::new);
	}

}
