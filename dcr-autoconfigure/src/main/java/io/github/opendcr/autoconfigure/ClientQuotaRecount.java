package io.github.opendcr.autoconfigure;

import io.github.opendcr.limit.ClientQuotas;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;

/**
 * Counts the clients at each start, since before it there may have been other quotas or
 * none.
 */
class ClientQuotaRecount implements SmartInitializingSingleton {

	private final ClientQuotas quotas;

	private final RegistrationTransactions transactions;

	ClientQuotaRecount(ClientQuotas quotas, RegistrationTransactions transactions) {
		this.quotas = quotas;
		this.transactions = transactions;
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
		this.transactions.operations().executeWithoutResult((status) -> this.quotas.recount());
	}

}
