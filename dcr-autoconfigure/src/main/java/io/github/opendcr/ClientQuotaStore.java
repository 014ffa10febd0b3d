package io.github.opendcr;

import java.util.Map;

/**
 * Keeps how many clients count for each quota. Every call belongs to the transaction in
 * which the registrations change too. Safe for use by several threads and, if it is
 * shared, by several processes.
 *
 * @since 0.1.0
 */
public interface ClientQuotaStore {

	/**
	 * Keep all others who call this waiting until the transaction ends. It comes before
	 * any other call in the transaction, which then sees what those before it committed.
	 */
	void lock();

	/**
	 * Return how many clients count.
	 * @param key the key of a quota
	 * @return the number, 0 for an unknown key
	 */
	long get(String key);

	/**
	 * Say how many clients count.
	 * @param key the key of a quota: up to 100 visible ASCII characters
	 * @param clients the number, not negative; 0 forgets the key
	 */
	void set(String key, long clients);

	/**
	 * Forget all that was counted and keep this.
	 * @param clients the number of clients by key
	 */
	void replaceAll(Map<String, Long> clients);

}
