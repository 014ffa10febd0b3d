package io.github.opendcr.quota;

import java.util.Map;

/**
 * Keeps how many clients count for each quota. Every call belongs to the transaction in
 * which the registrations change too. Safe for use by several threads and, if it is
 * shared, by several processes.
 * <p>
 * {@link #tryTake} and {@link #tryGiveBack} may do without the lock. What they do is
 * visible to whoever has it, and they do nothing to a quota that whoever has it has read
 * or written.
 *
 * @since 0.1.0
 */
public interface ClientQuotaStore {

	/**
	 * Take a place, if that takes no lock of which others wait. Of several quotas those
	 * with the lower key come first.
	 * @param quota the quota
	 * @return whether it was taken; if not, it may be there nevertheless for whoever has
	 * the lock, and the transaction has to be rolled back
	 */
	boolean tryTake(ClientQuota quota);

	/**
	 * Give a place back, as {@link #tryTake} takes one.
	 * @param quota the quota
	 * @return whether it was given back
	 */
	boolean tryGiveBack(ClientQuota quota);

	/**
	 * Keep all others who call this waiting until the transaction ends. It comes before
	 * any other call in the transaction, which then sees what those before it committed.
	 */
	void lock();

	/**
	 * Return how many clients count, under the lock.
	 * @param quota the quota
	 * @return the number, 0 for an unknown quota
	 */
	long get(ClientQuota quota);

	/**
	 * Return how many clients count, for whoever only looks: without the lock, and
	 * perhaps outdated. This implementation is for stores whose {@link #get} keeps nobody
	 * waiting.
	 * @param quota the quota
	 * @return the number, 0 for an unknown quota
	 */
	default long peek(ClientQuota quota) {
		return get(quota);
	}

	/**
	 * Say how many clients count, under the lock.
	 * @param quota the quota
	 * @param clients the number; 0 forgets the quota
	 */
	void set(ClientQuota quota, long clients);

	/**
	 * Say how many clients count for each quota, under the lock.
	 * @param clients the positive numbers; all other quotas are forgotten
	 */
	void replaceAll(Map<ClientQuota, Long> clients);

}
