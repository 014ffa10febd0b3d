package io.github.opendcr.autoconfigure;

import org.springframework.transaction.support.TransactionOperations;

/**
 * The transactions in which a client and its registration are written together. A type of
 * its own: a {@link TransactionOperations} bean of ours would take the place of the
 * application's.
 *
 * @param operations the transactions
 */
record RegistrationTransactions(TransactionOperations operations) {
}
