package io.github.opendcr.quota;

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
	 * Return how many clients count for each quota, as this transaction sees what was
	 * committed.
	 * @return the numbers by key, without those that are 0
	 */
	Map<String, Long> findAll();

	/**
	 * Say how many clients count.
	 * @param key the key of a quota: up to 100 visible ASCII characters
	 * @param clients the number; 0 forgets the key. It may be negative while a recount
	 * that has yet to add the clients from before is under way
	 */
	void set(String key, long clients);

	/**
	 * Say how many clients count for several quotas; the others stay as they are.
	 * @param clients the numbers by key, as in {@link #set}
	 */
	void setAll(Map<String, Long> clients);

}
