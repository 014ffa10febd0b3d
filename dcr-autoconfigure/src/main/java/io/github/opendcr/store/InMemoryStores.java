package io.github.opendcr.store;

import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.OperatorActionStore;
import io.github.opendcr.idempotency.IdempotentRequestStore;
import io.github.opendcr.quota.ClientQuotaStore;
import io.github.opendcr.statement.SoftwareStatementStore;
import io.github.opendcr.token.InitialAccessTokenStore;
import io.github.opendcr.use.ClientUseStore;

/**
 * What is kept beside registrations in memory.
 *
 * @param transactions the transactions in which it is written
 * @since 0.1.0
 */
public record InMemoryStores(InMemoryTransactions transactions) {

	/**
	 * Return where initial access tokens are kept.
	 * @return a new store
	 */
	public InitialAccessTokenStore initialAccessTokens() {
		return new InMemoryInitialAccessTokenStore(this.transactions);
	}

	/**
	 * Return where clients are counted.
	 * @return a new store
	 */
	public ClientQuotaStore quotas() {
		return new InMemoryClientQuotaStore(this.transactions);
	}

	/**
	 * Return where it is remembered which clients rest on which software statement.
	 * @return a new store
	 */
	public SoftwareStatementStore softwareStatements() {
		return new InMemorySoftwareStatementStore(this.transactions);
	}

	/**
	 * Return where the answers to requests with an {@code Idempotency-Key} are kept.
	 * @return a new store
	 */
	public IdempotentRequestStore idempotentRequests() {
		return new InMemoryIdempotentRequestStore(this.transactions);
	}

	/**
	 * Return where it is kept what operators did.
	 * @return a new store
	 */
	public OperatorActionStore operatorActions() {
		return new InMemoryOperatorActionStore(this.transactions);
	}

	/**
	 * Return where it is kept what is known of Client ID Metadata Documents.
	 * @return a new store
	 */
	public ClientMetadataDocumentStore documents() {
		return new InMemoryClientMetadataDocumentStore(this.transactions);
	}

	/**
	 * Return where it is kept when clients were used.
	 * @param registrations where the clients are
	 * @return a new store
	 */
	public ClientUseStore uses(InMemoryClientRegistrationStore registrations) {
		return new InMemoryClientUseStore(registrations);
	}

}
