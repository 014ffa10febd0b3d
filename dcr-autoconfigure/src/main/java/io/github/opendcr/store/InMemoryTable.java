package io.github.opendcr.store;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * Rows in memory, with transactions. Keys share a fixed number of locks, each held to the
 * end of the transaction; whoever changes rows of several tables should do so in one
 * order of tables.
 *
 * @param <V> the type of a row, immutable
 */
final class InMemoryTable<V> {

	private final ConcurrentNavigableMap<String, V> committed = new ConcurrentSkipListMap<>();

	private final ReentrantLock[] locks = Stream.generate(ReentrantLock::new).limit(256).toArray(ReentrantLock[]::new);

	private final ConcurrentMap<InMemoryTransactions.Transaction, Map<String, @Nullable V>> changes = new ConcurrentHashMap<>();

	private final InMemoryTransactions transactions;

	InMemoryTable(InMemoryTransactions transactions) {
		this.transactions = transactions;
	}

	// Keep others from changing the row until the transaction of the thread ends.
	@Nullable V lock(String key) {
		this.transactions.required().hold(this.locks[Math.floorMod(key.hashCode(), this.locks.length)]);
		return get(key);
	}

	// Change the row, or remove it, when the transaction of the thread is committed.
	void put(String key, @Nullable V row) {
		InMemoryTransactions.Transaction transaction = this.transactions.required();
		transaction.changes(this);
		this.changes.computeIfAbsent(transaction, (any) -> new HashMap<>()).put(key, row);
	}

	@Nullable V get(String key) {
		InMemoryTransactions.Transaction transaction = this.transactions.current();
		if (transaction != null) {
			Map<String, @Nullable V> own = this.changes.get(transaction);
			if (own != null && own.containsKey(key)) {
				return own.get(key);
			}
		}
		return this.committed.get(key);
	}

	// The rows that are committed, in the order of their keys.
	Stream<V> rows() {
		return this.committed.values().stream();
	}

	Stream<V> rowsAfter(String key) {
		return this.committed.tailMap(key, false).values().stream();
	}

	Stream<V> rowsBefore(String key) {
		return this.committed.headMap(key, false).values().stream();
	}

	Stream<V> rowsBetween(String after, String before) {
		return (after.compareTo(before) < 0) ? this.committed.subMap(after, false, before, false).values().stream()
				: Stream.empty();
	}

	Stream<V> rowsBackwards(@Nullable String before) {
		return ((before != null) ? this.committed.headMap(before, false) : this.committed).descendingMap()
			.values()
			.stream();
	}

	void commit(InMemoryTransactions.Transaction transaction) {
		this.changes.getOrDefault(transaction, Map.of()).forEach((key, row) -> {
			if (row != null) {
				this.committed.put(key, row);
			}
			else {
				this.committed.remove(key);
			}
		});
	}

	void forget(InMemoryTransactions.Transaction transaction) {
		this.changes.remove(transaction);
	}

}
