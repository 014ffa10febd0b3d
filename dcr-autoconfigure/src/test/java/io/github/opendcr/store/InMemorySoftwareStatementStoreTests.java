package io.github.opendcr.store;

import io.github.opendcr.statement.SoftwareStatementStore;

import org.springframework.transaction.support.TransactionOperations;

/**
 * Tests for {@link InMemorySoftwareStatementStore}.
 */
class InMemorySoftwareStatementStoreTests extends SoftwareStatementStoreContract {

	private final InMemoryTransactions transactions = new InMemoryTransactions();

	private final InMemorySoftwareStatementStore store = new InMemorySoftwareStatementStore(this.transactions);

	@Override
	protected SoftwareStatementStore store() {
		return this.store;
	}

	@Override
	protected TransactionOperations transactions() {
		return this.transactions.operations();
	}

}
