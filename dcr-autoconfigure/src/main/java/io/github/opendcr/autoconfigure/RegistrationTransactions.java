package io.github.opendcr.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The transactions in which a client and its registration are written together. A type of
 * its own: a {@link TransactionOperations} bean of ours would take the place of the
 * application's.
 *
 * @param operations the transactions
 * @param snapshots transactions that see all tables as they were at one time, or
 * {@code null} if none are known to
 */
record RegistrationTransactions(TransactionOperations operations, @Nullable TransactionOperations snapshots) {

	/**
	 * Whether they are of one database, which commits by itself what is in none of them.
	 */
	boolean areLocal() {
		return this.operations instanceof TransactionTemplate template
				&& template.getTransactionManager() instanceof ResourceTransactionManager;
	}

}
