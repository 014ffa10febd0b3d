package io.github.opendcr.registration;

import java.util.Objects;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Transactions in which several compare and set. Some databases tell the loser of a race
 * by an error instead of a count: it looks again, and sees that what it expected is no
 * longer there.
 *
 * @param operations runs one transaction
 */
record RetriedTransactions(TransactionOperations operations) {

	private static final int ATTEMPTS = 3;

	boolean compareAndSet(TransactionCallback<Boolean> action) {
		// who is in a transaction already can't start again: the database has ended it
		int attempts = TransactionSynchronizationManager.isActualTransactionActive() ? 1 : ATTEMPTS;
		for (int attempt = 1;; attempt++) {
			try {
				return Objects.requireNonNullElse(this.operations.execute(action), false);
			}
			catch (ConcurrencyFailureException ex) {
				if (attempt == attempts) {
					throw ex;
				}
			}
		}
	}

}
