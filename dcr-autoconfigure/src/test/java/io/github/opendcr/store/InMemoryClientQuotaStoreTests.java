package io.github.opendcr.store;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.quota.ClientQuotaStore;

import org.springframework.transaction.support.TransactionOperations;

/**
 * Tests for {@link InMemoryClientQuotaStore}.
 */
class InMemoryClientQuotaStoreTests extends ClientQuotaStoreContract {

	private final InMemoryTransactions transactions = new InMemoryTransactions();

	private final InMemoryClientQuotaStore store = new InMemoryClientQuotaStore(this.transactions);

	private final InMemoryClientRegistrationStore registrations = new InMemoryClientRegistrationStore(
			this.transactions);

	@Override
	protected ClientQuotaStore store() {
		return this.store;
	}

	@Override
	protected ClientRegistrationStore registrations() {
		return this.registrations;
	}

	@Override
	protected TransactionOperations transactions() {
		return this.transactions.operations();
	}

}
