package io.github.opendcr.store;

import java.util.Map;

import io.github.opendcr.quota.ClientQuota;
import io.github.opendcr.quota.ClientQuotaStore;

/**
 * Keeps the counts in memory, where nobody holds the lock for long: who changes one
 * always takes it. Safe for use by several threads.
 */
final class InMemoryClientQuotaStore implements ClientQuotaStore {

	private static final String LOCK = "lock";

	private final InMemoryTable<Count> counts;

	/**
	 * Create a store without counts.
	 * @param transactions the transactions in which it takes part
	 */
	InMemoryClientQuotaStore(InMemoryTransactions transactions) {
		this.counts = new InMemoryTable<>(transactions);
	}

	@Override
	public boolean tryTake(ClientQuota quota) {
		lock();
		long clients = get(quota);
		if (clients < quota.limit()) {
			set(quota, clients + 1);
		}
		return clients < quota.limit();
	}

	@Override
	public boolean tryGiveBack(ClientQuota quota) {
		lock();
		set(quota, Math.max(0, get(quota) - 1));
		return true;
	}

	@Override
	public void lock() {
		this.counts.lock(LOCK);
	}

	@Override
	public long get(ClientQuota quota) {
		Count count = this.counts.get(quota.key());
		return (count != null) ? count.clients() : 0;
	}

	@Override
	public void set(ClientQuota quota, long clients) {
		this.counts.put(quota.key(), (clients != 0) ? new Count(quota.key(), clients) : null);
	}

	@Override
	public void replaceAll(Map<ClientQuota, Long> clients) {
		this.counts.rows().forEach((count) -> this.counts.put(count.key(), null));
		clients.forEach(this::set);
	}

	private record Count(String key, long clients) {
	}

}
