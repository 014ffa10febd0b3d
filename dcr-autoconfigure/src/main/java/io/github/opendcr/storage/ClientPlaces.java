package io.github.opendcr.storage;

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
	 * Find a client by a registration access token of its own, as
	 * {@link io.github.opendcr.ClientRegistrationStore#findByToken} does.
	 * @return both its halves, or {@code null}; of a client that has another token
	 * neither is read
	 */
	@Nullable StoredClient findByToken(String clientId, String tokenHash);

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
	 * Replace a client, if the stored version is still that of the registration as it was
	 * read, and the client is still there.
	 * @return whether it was replaced; if not, a transaction has to be rolled back
	 */
	boolean update(RegisteredClient client, ClientRegistration before, ClientRegistration after);

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
	 * Return the same places one by one, for what is done so in any case.
	 */
	TwoPlaces oneByOne();

}
