package io.github.opendcr.autoconfigure;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.limit.ClientQuotas;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Counts the clients at each start, since before it there may have been other quotas or
 * none.
 */
class ClientQuotaRecount implements SmartInitializingSingleton {

	private final ClientQuotas quotas;

	private final TransactionOperations transactions;

	private final @Nullable TransactionOperations snapshots;

	ClientQuotaRecount(ClientQuotas quotas, TransactionOperations transactions,
			@Nullable TransactionOperations snapshots) {
		this.quotas = quotas;
		this.transactions = transactions;
		this.snapshots = snapshots;
	}

	@Override
	public void afterSingletonsInstantiated() {
		try {
			recount();
		}
		catch (DuplicateKeyException | ConcurrencyFailureException ex) {
			recount(); // another process made the lock at the same time
		}
	}

	private void recount() {
		this.quotas.recount(this.transactions, this.snapshots);
	}

}
