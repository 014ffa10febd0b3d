package io.github.opendcr.server;

import java.time.Instant;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Reads and writes both places in which a client lives. Safe for use by several threads
 * and processes.
 *
 * @since 0.1.0
 */
public interface ClientWriter {

	/**
	 * Whether a call that is in no transaction does all that it does, or nothing.
	 * @return {@code false} if each call needs a transaction
	 */
	boolean isAtomic();

	/**
	 * Find a client that may be managed.
	 * @param clientId the {@code client_id}, compared exactly
	 * @param manageable whether a registration may be; asked in any case
	 * @return the registration, and the client if it is there, or {@code null}
	 */
	@Nullable StoredClient find(String clientId, Predicate<@Nullable ClientRegistration> manageable);

	/**
	 * Find what a client that may be managed is told about itself, for which less has to
	 * be read.
	 * @param clientId the {@code client_id}, compared exactly
	 * @param manageable whether a registration may be; asked in any case
	 * @return what is there, or {@code null}
	 */
	default @Nullable StoredInformation read(String clientId, Predicate<@Nullable ClientRegistration> manageable) {
		StoredClient found = find(clientId, manageable);
		return (found != null) ? found.information() : null;
	}

	/**
	 * Add a client.
	 * @param client the client
	 * @param registration its registration
	 * @throws org.springframework.dao.DuplicateKeyException if an identifier is taken
	 */
	void insert(RegisteredClient client, ClientRegistration registration);

	/**
	 * Replace a client, if the stored token is still the expected one, the stored status
	 * that of the new value, and the client is still there.
	 * @param client the client
	 * @param registration its registration
	 * @param expectedTokenHash the hash that must be stored now
	 * @return whether it was replaced; if not, a transaction has to be rolled back
	 */
	boolean update(RegisteredClient client, ClientRegistration registration, String expectedTokenHash);

	/**
	 * Whether {@link #delete} and {@link #revoke} know all that is to be removed.
	 * @return {@code false} if something is kept where this writer can't remove it
	 */
	boolean canDelete();

	/**
	 * Delete a client with all that was granted to it, if the stored token is still the
	 * expected one.
	 * @param client the client, or {@code null} if the application removed it
	 * @param registration its registration
	 * @param expectedTokenHash the hash that must be stored now, or {@code null} for any
	 * @return whether it was deleted by this call
	 */
	boolean delete(@Nullable RegisteredClient client, ClientRegistration registration,
			@Nullable String expectedTokenHash);

	/**
	 * Delete a client with all that was granted to it by its token alone, without having
	 * found it, so that there must be nothing else to judge: neither the client nor its
	 * token has an end, and the client has no issuer and no software statement.
	 * @param clientId the {@code client_id}, compared exactly
	 * @param tokenHash the hash that must be stored now
	 * @param tokenScope the scope that must be stored with it
	 * @return what was deleted, or {@code null} if the client has to be found
	 */
	default @Nullable ClientRegistration deleteByToken(String clientId, String tokenHash, String tokenScope) {
		return null;
	}

	/**
	 * Remove all that was granted to a client.
	 * @param registration its registration
	 * @param client the client, or {@code null} if this writer deleted it by its token
	 */
	void revoke(ClientRegistration registration, @Nullable RegisteredClient client);

	/**
	 * What was found.
	 *
	 * @param registration the registration
	 * @param client the client, or {@code null} if the application removed it
	 */
	record StoredClient(ClientRegistration registration, @Nullable RegisteredClient client) {

		/**
		 * Return what the client is told.
		 * @return the information
		 */
		public StoredInformation information() {
			return new StoredInformation(this.registration, this.client != null,
					this.client != null && this.client.getClientSecret() != null,
					(this.client != null) ? this.client.getClientSecretExpiresAt() : null);
		}

	}

	/**
	 * What was read.
	 *
	 * @param registration the registration
	 * @param present whether the client is there, and not removed by the application
	 * @param confidential whether the client has a secret
	 * @param clientSecretExpiresAt when the secret expires, or {@code null} if never
	 */
	record StoredInformation(ClientRegistration registration, boolean present, boolean confidential,
			@Nullable Instant clientSecretExpiresAt) {
	}

}
