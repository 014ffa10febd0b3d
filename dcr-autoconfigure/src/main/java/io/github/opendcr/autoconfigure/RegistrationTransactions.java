package io.github.opendcr.autoconfigure;

import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The transactions in which a client and its registration are written together. A type of
 * its own: a {@link TransactionOperations} bean of ours would take the place of the
 * application's.
 *
 * @param operations the transactions
 */
record RegistrationTransactions(TransactionOperations operations) {

	/**
	 * Whether they are of one database, which commits by itself what is in none of them.
	 */
	boolean areLocal() {
		return this.operations instanceof TransactionTemplate template
				&& template.getTransactionManager() instanceof ResourceTransactionManager;
	}

}
