package io.github.opendcr.store;

import java.util.Map;

import io.github.opendcr.ClientQuotaStore;

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
	public void set(String key, long clients) {
		this.counts.put(key, (clients != 0) ? new Count(key, clients) : null);
	}

	@Override
	public void replaceAll(Map<String, Long> clients) {
		this.counts.rows().forEach((count) -> set(count.key(), 0));
		clients.forEach(this::set);
	}

	private record Count(String key, long clients) {
	}

}
