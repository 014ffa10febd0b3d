package io.github.opendcr.store;

import io.github.opendcr.token.InitialAccessTokenStore;

import org.springframework.transaction.support.TransactionOperations;

/**
 * Tests for {@link InMemoryInitialAccessTokenStore}.
 */
class InMemoryInitialAccessTokenStoreTests extends InitialAccessTokenStoreContract {

	private final InMemoryTransactions transactions = new InMemoryTransactions();

	private final InMemoryInitialAccessTokenStore store = new InMemoryInitialAccessTokenStore(this.transactions);

	@Override
	protected InitialAccessTokenStore store() {
		return this.store;
	}

	@Override
	protected TransactionOperations transactions() {
		return this.transactions.operations();
	}

}
