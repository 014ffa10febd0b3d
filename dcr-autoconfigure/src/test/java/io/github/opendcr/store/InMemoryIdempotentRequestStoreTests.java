package io.github.opendcr.store;

import io.github.opendcr.idempotency.IdempotentRequestStore;

import org.springframework.transaction.support.TransactionOperations;

/**
 * Tests for {@link InMemoryIdempotentRequestStore}.
 */
class InMemoryIdempotentRequestStoreTests extends IdempotentRequestStoreContract {

	private final InMemoryTransactions transactions = new InMemoryTransactions();

	private final InMemoryIdempotentRequestStore store = new InMemoryIdempotentRequestStore(this.transactions);

	@Override
	protected IdempotentRequestStore store() {
		return this.store;
	}

	@Override
	protected TransactionOperations transactions() {
		return this.transactions.operations();
	}

}
