package io.github.opendcr.storage;

import java.util.List;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.server.client.DynamicClients;
import io.github.opendcr.storage.ClientStorage.StoredClient;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Writes the two places of a client one after the other, whatever they are. Where the
 * same client may be written by others at the same time, the store comes first: it
 * compares, sets and holds the client to the end of the transaction.
 *
 * @param repository where the application keeps clients
 * @param rows writes and removes them there
 * @param registrations keeps registrations
 * @param grants removes what was granted
 */
record TwoPlaces(RegisteredClientRepository repository, ClientRows rows, ClientRegistrationStore registrations,
		Grants grants) implements ClientPlaces {

	private static final Log logger = LogFactory.getLog(TwoPlaces.class);

	@Override
	public TwoPlaces oneByOne() {
		return this;
	}

	@Override
	public boolean writeAtOnce() {
		return false;
	}

	@Override
	public boolean deleteAtOnce() {
		return false;
	}

	@Override
	public @Nullable StoredClient find(String clientId) {
		return whole(this.registrations.findByClientId(clientId));
	}

	@Override
	public @Nullable StoredClient findByToken(String clientId, String tokenHash) {
		return whole(this.registrations.findByToken(clientId, tokenHash));
	}

	private @Nullable StoredClient whole(@Nullable ClientRegistration registration) {
		return (registration != null) ? new StoredClient(registration, findClient(registration)) : null;
	}

	/**
	 * Find the half of a client that the application keeps. Another client than was asked
	 * for isn't it, whatever the repository thinks: it would be changed for this one.
	 * @return the client, or {@code null} if the application removed it
	 */
	@Nullable RegisteredClient findClient(ClientRegistration registration) {
		RegisteredClient found = this.repository.findById(registration.registeredClientId());
		return (found != null && found.getId().equals(registration.registeredClientId())
				&& found.getClientId().equals(registration.clientId())) ? found : null;
	}

	@Override
	public void insert(RegisteredClient client, ClientRegistration registration) {
		this.registrations.insert(registration);
		try {
			this.rows.insert(client);
		}
		catch (RegistrationException ex) {
			// saved, but not as it was; a transaction may roll that back, or not
			if (this.rows.missing().isEmpty()) {
				this.rows.remove(client);
			}
			throw ex;
		}
	}

	/**
	 * Add a registration to a client, if that is still as it was found.
	 * @return whether it was added; if not, a transaction has to be rolled back
	 * @throws org.springframework.dao.DuplicateKeyException if it has one
	 */
	boolean adopt(RegisteredClient found, RegisteredClient client, ClientRegistration registration) {
		this.registrations.insert(registration);
		// the application may have changed or removed it
		RegisteredClient present = this.repository.findById(found.getId());
		return present != null && present.equals(found) && this.rows.update(client);
	}

	@Override
	public boolean update(RegisteredClient client, ClientRegistration before, ClientRegistration after) {
		return this.registrations.replace(after, before.version()) && this.rows.update(client);
	}

	/**
	 * Write a registration anew, if the stored version still is the one that it has.
	 * @return whether it was written
	 */
	boolean replace(ClientRegistration registration) {
		return this.registrations.replace(registration, registration.version());
	}

	/**
	 * Write another status, if the stored version is still the expected one.
	 * @return whether it was written
	 */
	boolean changeStatus(ClientRegistration registration, long expectedVersion) {
		if (!this.registrations.replace(registration, expectedVersion)) {
			return false;
		}
		// Read now that no update can come between: the last one must not be undone
		RegisteredClient client = findClient(registration);
		if (client != null) {
			this.rows.update(DynamicClients.withStatus(client, registration.status()));
		}
		return true;
	}

	@Override
	public boolean delete(StoredClient client) {
		ClientRegistration registration = client.registration();
		boolean deleted = this.registrations.delete(registration.clientId(), registration.version());
		if (deleted && missing().isEmpty()) {
			RegisteredClient removed = (client.client() != null) ? client.client() : unseen(registration);
			// Spring answers 500 for a token whose client is gone: the client goes last
			revoke(removed);
			this.rows.remove(removed);
		}
		return deleted;
	}

	// A client that a repository doesn't find, since it lags behind, must not live on
	// without its registration
	private static RegisteredClient unseen(ClientRegistration registration) {
		return RegisteredClient.withId(registration.registeredClientId())
			.clientId(registration.clientId())
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.build();
	}

	@Override
	public void revoke(RegisteredClient client) {
		if (!this.grants.missing().isEmpty()) {
			logger.warn("What was granted to the client " + client.getClientId() + " lives until it expires. "
					+ String.join(" ", this.grants.missing()));
		}
		this.grants.removeAll(client);
	}

	/**
	 * Return a sentence for each bean that would have to be there to delete clients.
	 * @return no sentence if clients can be deleted
	 */
	List<String> missing() {
		return Stream.concat(this.rows.missing().stream(), this.grants.missing().stream()).toList();
	}

}
