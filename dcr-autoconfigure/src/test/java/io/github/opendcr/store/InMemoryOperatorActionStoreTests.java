package io.github.opendcr.store;

import io.github.opendcr.OperatorActionStore;

import org.springframework.transaction.support.TransactionOperations;

/**
 * Tests for {@link InMemoryOperatorActionStore}.
 */
class InMemoryOperatorActionStoreTests extends OperatorActionStoreContract {

	private final InMemoryTransactions transactions = new InMemoryTransactions();

	private final InMemoryOperatorActionStore store = new InMemoryOperatorActionStore(this.transactions);

	@Override
	protected OperatorActionStore store() {
		return this.store;
	}

	@Override
	protected TransactionOperations transactions() {
		return this.transactions.operations();
	}

}
