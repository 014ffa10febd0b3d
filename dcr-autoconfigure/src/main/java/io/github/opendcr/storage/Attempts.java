package io.github.opendcr.storage;

import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Tries again what lost against somebody else, three times in all. Who is in a
 * transaction already can't: the database has ended it.
 */
final class Attempts {

	private static final int MAXIMUM = 3;

	private Attempts() {
	}

	/**
	 * Do something, again if it fails in one way.
	 * @param conflict how it fails if another attempt may succeed
	 * @param action what to do
	 * @return what the successful attempt returned
	 */
	static <T extends @Nullable Object> T of(Class<? extends DataAccessException> conflict, Supplier<T> action) {
		int attempts = TransactionSynchronizationManager.isActualTransactionActive() ? 1 : MAXIMUM;
		for (int attempt = 1;; attempt++) {
			try {
				return action.get();
			}
			catch (DataAccessException ex) {
				if (attempt == attempts || !conflict.isInstance(ex)) {
					throw ex;
				}
			}
		}
	}

}
