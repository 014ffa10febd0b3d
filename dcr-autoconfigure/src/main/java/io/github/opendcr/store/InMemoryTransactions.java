package io.github.opendcr.store;

import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.transaction.support.SimpleTransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Transactions on a map: changes are kept aside until the commit, so that a rollback has
 * nothing to undo and nobody sees what may never happen. Keys share a fixed number of
 * locks, each held to the end of the transaction.
 */
final class InMemoryTransactions implements TransactionOperations {

	private final ConcurrentMap<String, ClientRegistration> committed;

	private final Duration lockTimeout;

	private final ReentrantLock[] locks = Stream.generate(ReentrantLock::new).limit(256).toArray(ReentrantLock[]::new);

	private final ThreadLocal<@Nullable Transaction> current = new ThreadLocal<>();

	InMemoryTransactions(ConcurrentMap<String, ClientRegistration> committed, Duration lockTimeout) {
		this.committed = committed;
		this.lockTimeout = lockTimeout;
	}

	@Override
	public <T extends @Nullable Object> T execute(TransactionCallback<T> action) {
		Transaction outer = this.current.get();
		return (outer != null) ? takePart(outer, action) : begin(action);
	}

	// Run one step in the transaction of the thread, or in one of its own. A step that
	// fails has changed nothing, so the transaction may go on.
	<T extends @Nullable Object> T step(Supplier<T> step) {
		return (this.current.get() != null) ? step.get() : begin((status) -> step.get());
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
		Transaction transaction = new Transaction();
		this.current.set(transaction);
		try {
			T result = action.doInTransaction(transaction.status);
			if (!transaction.status.isRollbackOnly()) {
				transaction.changes.forEach(this::commit);
			}
			return result;
		}
		finally {
			this.current.remove();
			transaction.status.setCompleted();
			transaction.locks.forEach(ReentrantLock::unlock);
		}
	}

	private void commit(String clientId, @Nullable ClientRegistration registration) {
		if (registration != null) {
			this.committed.put(clientId, registration);
		}
		else {
			this.committed.remove(clientId);
		}
	}

	// Keep others from changing the registration until the transaction of the thread
	// ends.
	void lock(String clientId) {
		Transaction transaction = transaction();
		ReentrantLock lock = this.locks[Math.floorMod(clientId.hashCode(), this.locks.length)];
		if (transaction.locks.contains(lock)) {
			return;
		}
		try {
			if (!lock.tryLock(this.lockTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new CannotAcquireLockException("Another transaction holds the registration");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new CannotAcquireLockException("Interrupted while another transaction held the registration", ex);
		}
		transaction.locks.add(lock);
	}

	// Change the registration when the transaction of the thread is committed.
	void put(String clientId, @Nullable ClientRegistration registration) {
		transaction().changes.put(clientId, registration);
	}

	@Nullable ClientRegistration get(String clientId) {
		Transaction transaction = this.current.get();
		if (transaction != null && transaction.changes.containsKey(clientId)) {
			return transaction.changes.get(clientId);
		}
		return this.committed.get(clientId);
	}

	private Transaction transaction() {
		Transaction transaction = this.current.get();
		if (transaction == null) {
			throw new IllegalStateException("Not in a transaction");
		}
		return transaction;
	}

	/**
	 * What one transaction holds.
	 */
	private static final class Transaction {

		private final SimpleTransactionStatus status = new SimpleTransactionStatus();

		private final Map<String, @Nullable ClientRegistration> changes = new HashMap<>();

		private final Set<ReentrantLock> locks = new LinkedHashSet<>();

	}

}
