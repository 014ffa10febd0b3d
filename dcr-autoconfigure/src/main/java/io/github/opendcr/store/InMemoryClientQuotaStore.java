package io.github.opendcr.store;

import java.util.Map;
import java.util.stream.Collectors;

import io.github.opendcr.quota.ClientQuotaStore;

/**
 * Keeps the counts in memory. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class InMemoryClientQuotaStore implements ClientQuotaStore {

	private static final String LOCK = "lock";

	private final InMemoryTable<Count> counts;

	/**
	 * Create a store without counts.
	 * @param transactions the transactions in which it takes part
	 */
	public InMemoryClientQuotaStore(InMemoryTransactions transactions) {
		this.counts = new InMemoryTable<>(transactions);
	}

	@Override
	public void lock() {
		this.counts.lock(LOCK);
	}

	@Override
	public long get(String key) {
		Count count = this.counts.get(key);
		return (count != null) ? count.clients() : 0;
	}

	@Override
	public Map<String, Long> findAll() {
		return this.counts.rows().collect(Collectors.toMap(Count::key, Count::clients));
	}

	@Override
	public void set(String key, long clients) {
		this.counts.put(key, (clients != 0) ? new Count(key, clients) : null);
	}

	@Override
	public void setAll(Map<String, Long> clients) {
		clients.forEach(this::set);
	}

	private record Count(String key, long clients) {
	}

}
