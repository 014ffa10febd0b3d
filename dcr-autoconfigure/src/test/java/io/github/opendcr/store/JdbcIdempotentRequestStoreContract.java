package io.github.opendcr.store;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.opendcr.idempotency.IdempotentRequestStore;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

import org.springframework.transaction.support.TransactionOperations;

/**
 * What {@link JdbcIdempotentRequestStore} and its table must do on every database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcIdempotentRequestStoreContract extends IdempotentRequestStoreContract {

	private StoreTables tables;

	protected abstract TestDatabase newDatabase();

	@BeforeAll
	void createTables() {
		this.tables = StoreTables.create(newDatabase(), "dcr_idempotent_request");
	}

	@BeforeEach
	void emptyTables() {
		this.tables.empty();
	}

	@Override
	protected IdempotentRequestStore store() {
		return new JdbcIdempotentRequestStore(this.tables.jdbcTemplate());
	}

	@Override
	protected TransactionOperations transactions() {
		return this.tables.transactions();
	}

	@Test
	void startWhenTheTableIsMissingThenExceptionNamesIt() {
		this.tables.assertRequired(newDatabase(), JdbcIdempotentRequestStore::new);
	}

	@Test
	void startWhenAColumnIsMissingThenExceptionNamesTheTable() {
		this.tables.assertRequired(newDatabase(), "answer", JdbcIdempotentRequestStore::new);
	}

}
