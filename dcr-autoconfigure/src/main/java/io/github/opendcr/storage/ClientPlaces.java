package io.github.opendcr.storage;

import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.quota.ClientQuota;
import io.github.opendcr.storage.ClientStorage.StoredClient;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Both places in which a client lives. Safe for use by several threads and processes.
 */
interface ClientPlaces {

	/**
	 * Whether {@link #insert} and {@link #update} do all that they do, or nothing,
	 * without a transaction.
	 */
	boolean writeAtOnce();

	/**
	 * Whether {@link #delete} and {@link #revoke} do all that they do, or nothing,
	 * without a transaction.
	 */
	boolean deleteAtOnce();

	/**
	 * Find a client.
	 * @param clientId the {@code client_id}, compared exactly
	 * @return both its halves, or {@code null} if it has no registration
	 */
	@Nullable StoredClient find(String clientId);

	/**
	 * Find the half of a client that the application keeps.
	 * @return the client, or {@code null} if the application removed it
	 */
	@Nullable RegisteredClient findClient(ClientRegistration registration);

	/**
	 * Add a client.
	 * @throws org.springframework.dao.DuplicateKeyException if an identifier is taken
	 */
	void insert(RegisteredClient client, ClientRegistration registration);

	/**
	 * Add a client and take a place in a quota, without a transaction.
	 * @return whether the client was added; if not, nothing was written, and a
	 * transaction may find a place yet
	 * @throws org.springframework.dao.DuplicateKeyException if an identifier is taken
	 */
	default boolean insertAtOnce(RegisteredClient client, ClientRegistration registration, ClientQuota quota) {
		return false;
	}

	/**
	 * Find a client that may have no registration.
	 * @param clientId the {@code client_id}
	 * @return the half that the application keeps, or {@code null}
	 */
	@Nullable RegisteredClient findUnregistered(String clientId);

	/**
	 * Add a registration to a client, if that is still as it was found.
	 * @return whether it was added; if not, a transaction has to be rolled back
	 * @throws org.springframework.dao.DuplicateKeyException if it has one
	 */
	boolean adopt(RegisteredClient found, RegisteredClient client, ClientRegistration registration);

	/**
	 * Replace a client, if the stored version is still that of the registration as it was
	 * read, and the client is still there.
	 * @return whether it was replaced; if not, a transaction has to be rolled back
	 */
	boolean update(RegisteredClient client, ClientRegistration before, ClientRegistration after);

	/**
	 * Write a registration anew, if the stored version still is the one that it has.
	 * @return whether it was written
	 */
	boolean replace(ClientRegistration registration);

	/**
	 * Write another status, if the stored version is still the expected one.
	 * @return whether it was written
	 */
	boolean changeStatus(ClientRegistration registration, long expectedVersion);

	/**
	 * Delete a client with all that was granted to it, if the stored version is still
	 * that of its registration.
	 * @return whether it was deleted by this call
	 */
	boolean delete(StoredClient client);

	/**
	 * Remove all that was granted to a client.
	 */
	void revoke(RegisteredClient client);

	/**
	 * Whether something that was granted to a client still counts.
	 */
	boolean hasGrants(RegisteredClient client, Instant now);

	/**
	 * Count what was granted to a client, by what it is, as far as that can be told.
	 */
	Map<String, Long> countGrants(RegisteredClient client);

	/**
	 * Find clients of which one half is there without the other.
	 */
	Orphans findOrphans(int limit);

	/**
	 * Return a sentence for each bean that would have to be there to delete clients.
	 * @return no sentence if clients can be deleted
	 */
	List<String> missing();

}
