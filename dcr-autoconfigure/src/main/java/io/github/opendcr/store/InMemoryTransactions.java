package io.github.opendcr.store;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Transactions of the stores in memory: changes are kept aside until the commit, so that
 * a rollback has nothing to undo and nobody sees what may never happen. An action within
 * another one takes part in the outer transaction. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class InMemoryTransactions {

	private final Duration lockTimeout;

	private final ThreadLocal<@Nullable Transaction> current = new ThreadLocal<>();

	/**
	 * Create transactions that wait ten seconds for another one at most.
	 */
	public InMemoryTransactions() {
		this(Duration.ofSeconds(10));
	}

	InMemoryTransactions(Duration lockTimeout) {
		this.lockTimeout = lockTimeout;
	}

	/**
	 * Return what runs an action as a transaction.
	 * <p>
	 * This isn't a {@link TransactionOperations} itself: as a bean it would take the
	 * place of the application's own.
	 * @return the operations
	 */
	public TransactionOperations operations() {
		return this::execute;
	}

	private <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
		Transaction outer = this.current.get();
		return (outer != null) ? takePart(outer, action) : begin(action);
	}

	// Run one step in the transaction of the thread, or in one of its own. A step that
	// fails has changed nothing, so the transaction may go on.
	<T extends @Nullable Object> T step(Supplier<T> step) {
		return (this.current.get() != null) ? step.get() : begin((status) -> step.get());
	}

	@Nullable Transaction current() {
		return this.current.get();
	}

	Transaction required() {
		Transaction transaction = this.current.get();
		if (transaction == null) {
			throw new IllegalStateException("Not in a transaction");
		}
		return transaction;
	}

	private <T extends @Nullable Object> T takePart(Transaction outer, TransactionCallback<T> action) {
		boolean completed = false;
		try {
			T result = action.doInTransaction(outer.status);
			completed = true;
			return result;
		}
		finally {
			if (!completed) {
				outer.status.setRollbackOnly();
			}
		}
	}

	private <T extends @Nullable Object> T begin(TransactionCallback<T> action) {
		Transaction transaction = new Transaction(this.lockTimeout);
		this.current.set(transaction);
		try {
			T result = action.doInTransaction(transaction.status);
			if (!transaction.status.isRollbackOnly()) {
				transaction.tables.forEach((table) -> table.commit(transaction));
			}
			return result;
		}
		finally {
			this.current.remove();
			transaction.status.setCompleted();
			transaction.tables.forEach((table) -> table.forget(transaction));
			transaction.locks.forEach(ReentrantLock::unlock);
		}
	}

	/**
	 * What one transaction holds.
	 */
	static final class Transaction {

		private final SimpleTransactionStatus status = new SimpleTransactionStatus();

		private final Set<InMemoryTable<?>> tables = new LinkedHashSet<>();

		private final Set<ReentrantLock> locks = new LinkedHashSet<>();

		private final Duration lockTimeout;

		Transaction(Duration lockTimeout) {
			this.lockTimeout = lockTimeout;
		}

		void changes(InMemoryTable<?> table) {
			this.tables.add(table);
		}

		void hold(ReentrantLock lock) {
			if (this.locks.contains(lock)) {
				return;
			}
			try {
				if (!lock.tryLock(this.lockTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
					throw new CannotAcquireLockException("Another transaction holds the row");
				}
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new CannotAcquireLockException("Interrupted while another transaction held the row", ex);
			}
			this.locks.add(lock);
		}

	}

}
