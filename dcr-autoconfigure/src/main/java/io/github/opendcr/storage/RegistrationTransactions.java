package io.github.opendcr.storage;

import javax.sql.DataSource;

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
 * @param dataSource the database that they are known to be of, perhaps among others, or
 * {@code null}
 * @since 0.1.0
 */
public record RegistrationTransactions(TransactionOperations operations, @Nullable DataSource dataSource) {

	/**
	 * Whether they are of one resource, which commits by itself what is in none of them.
	 */
	boolean areLocal() {
		return this.operations instanceof TransactionTemplate template
				&& template.getTransactionManager() instanceof ResourceTransactionManager;
	}

}
