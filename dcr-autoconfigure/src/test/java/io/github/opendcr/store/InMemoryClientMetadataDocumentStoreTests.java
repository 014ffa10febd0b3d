package io.github.opendcr.store;

import io.github.opendcr.ClientMetadataDocumentStore;

import org.springframework.transaction.support.TransactionOperations;

/**
 * Tests for {@link InMemoryClientMetadataDocumentStore}.
 */
class InMemoryClientMetadataDocumentStoreTests extends ClientMetadataDocumentStoreContract {

	private final InMemoryTransactions transactions = new InMemoryTransactions();

	private final InMemoryClientMetadataDocumentStore store = new InMemoryClientMetadataDocumentStore(
			this.transactions);

	@Override
	protected ClientMetadataDocumentStore store() {
		return this.store;
	}

	@Override
	protected TransactionOperations transactions() {
		return this.transactions.operations();
	}

}
