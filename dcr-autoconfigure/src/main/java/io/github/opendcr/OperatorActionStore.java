package io.github.opendcr;

import java.util.List;

/**
 * Keeps what operators did with clients, in the order in which they did it. Calls take
 * part in the transaction of the change. Safe for use by several threads and processes.
 *
 * @since 0.1.0
 */
public interface OperatorActionStore {

	/**
	 * Add an action.
	 * @param action what was done
	 */
	void insert(OperatorAction action);

	/**
	 * Return what was done with a client, the latest first.
	 * @param clientId the {@code client_id}
	 * @param limit how many at most
	 * @return the actions, also of a client that is gone
	 */
	List<OperatorAction> find(String clientId, int limit);

	/**
	 * Forget all that was done with a client.
	 * @param clientId the {@code client_id}
	 * @return how many actions there were
	 */
	int removeAll(String clientId);

}
