package io.github.opendcr.registration;

import java.util.Objects;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Transactions in which several compare and set. Some databases tell the loser of a race
 * by an error instead of a count: it looks again, and sees that what it expected is no
 * longer there.
 *
 * @param operations runs one transaction
 */
record RetriedTransactions(TransactionOperations operations) {

	boolean compareAndSet(TransactionCallback<Boolean> action) {
		return Attempts.of(ConcurrencyFailureException.class,
				() -> Objects.requireNonNullElse(this.operations.execute(action), false));
	}

}
