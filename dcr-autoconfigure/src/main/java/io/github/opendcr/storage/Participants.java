package io.github.opendcr.storage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.quota.ClientQuotas;
import io.github.opendcr.quota.QuotaChange;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Who takes part when a client is written, and in which transaction.
 *
 * @param transactions the transactions
 * @param quotas how many clients there may be, or {@code null} for any number
 * @param constraints what else takes part, in order
 */
record Participants(TransactionOperations transactions, @Nullable ClientQuotas quotas,
		List<RegistrationConstraint> constraints) {

	/**
	 * Return the constraints that a write concerns.
	 * @param further what takes part in this write alone
	 * @param registrations what is written, or was there
	 */
	List<RegistrationConstraint> concernedBy(List<RegistrationConstraint> further,
			ClientRegistration... registrations) {
		List<RegistrationConstraint> concerned = new ArrayList<>(this.constraints);
		concerned.addAll(further);
		concerned.removeIf((constraint) -> Arrays.stream(registrations).noneMatch(constraint::concerns));
		return concerned;
	}

	QuotaChange change(@Nullable ClientRegistration before, @Nullable ClientRegistration after) {
		return (this.quotas != null) ? this.quotas.change(before, after) : QuotaChange.NONE;
	}

	/**
	 * Do something in a transaction that is rolled back. Where there are none, what it
	 * writes would stay, and it isn't done.
	 */
	void rehearse(QuotaChange change, Runnable action) {
		if (this.transactions != TransactionOperations.withoutTransaction()) {
			write(false, change, (status) -> {
				action.run();
				status.setRollbackOnly();
				return true;
			});
		}
	}

	/**
	 * Write in a transaction, or without if the action is one statement and no quota
	 * changes. Some databases tell the loser of a race by an error instead of a count: it
	 * looks again, and sees that what it expected is no longer there.
	 */
	boolean write(boolean byItself, QuotaChange change, TransactionCallback<Boolean> action) {
		TransactionOperations operations = (byItself && change.isNone()) ? TransactionOperations.withoutTransaction()
				: this.transactions;
		return Attempts.of(ConcurrencyFailureException.class, () -> change.with(operations, action));
	}

}
