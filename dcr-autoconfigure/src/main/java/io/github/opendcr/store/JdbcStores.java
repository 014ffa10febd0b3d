package io.github.opendcr.store;

import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.OperatorActionStore;
import io.github.opendcr.idempotency.IdempotentRequestStore;
import io.github.opendcr.quota.ClientQuotaStore;
import io.github.opendcr.statement.SoftwareStatementStore;
import io.github.opendcr.token.InitialAccessTokenStore;
import io.github.opendcr.use.ClientUseStore;

import org.springframework.jdbc.core.JdbcOperations;

/**
 * What is kept beside registrations in the application's database. It needs
 * {@code spring-jdbc}, which is optional.
 *
 * @param jdbcOperations the database
 * @since 0.1.0
 */
public record JdbcStores(JdbcOperations jdbcOperations) {

	/**
	 * Return where initial access tokens are kept.
	 * @return a new store
	 */
	public InitialAccessTokenStore initialAccessTokens() {
		return new JdbcInitialAccessTokenStore(this.jdbcOperations);
	}

	/**
	 * Return where clients are counted.
	 * @return a new store
	 */
	public ClientQuotaStore quotas() {
		return new JdbcClientQuotaStore(this.jdbcOperations);
	}

	/**
	 * Return where it is remembered which clients rest on which software statement.
	 * @return a new store
	 */
	public SoftwareStatementStore softwareStatements() {
		return new JdbcSoftwareStatementStore(this.jdbcOperations);
	}

	/**
	 * Return where it is kept when clients were used.
	 * @return a new store
	 */
	public ClientUseStore uses() {
		return new JdbcClientUseStore(this.jdbcOperations);
	}

	/**
	 * Return where the answers to requests with an {@code Idempotency-Key} are kept.
	 * @return a new store
	 */
	public IdempotentRequestStore idempotentRequests() {
		return new JdbcIdempotentRequestStore(this.jdbcOperations);
	}

	/**
	 * Return where it is kept what operators did.
	 * @return a new store
	 */
	public OperatorActionStore operatorActions() {
		return new JdbcOperatorActionStore(this.jdbcOperations);
	}

	/**
	 * Return where it is kept what is known of Client ID Metadata Documents.
	 * @return a new store
	 */
	public ClientMetadataDocumentStore documents() {
		return new JdbcClientMetadataDocumentStore(this.jdbcOperations);
	}

}
