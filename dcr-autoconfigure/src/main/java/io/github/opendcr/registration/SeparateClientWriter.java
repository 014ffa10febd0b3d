package io.github.opendcr.registration;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.AuthorizationRemover;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.server.ClientWriter;
import io.github.opendcr.server.DynamicClients;
import io.github.opendcr.server.RegisteredClientWriter;
import io.github.opendcr.server.Removers;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.util.function.SingletonSupplier;

/**
 * Writes the two places of a client one after the other, whatever they are. Where the
 * same client may be written by others at the same time, the store comes first: it
 * compares, sets and holds the client to the end of the transaction.
 */
final class SeparateClientWriter implements ClientWriter {

	private static final Log logger = LogFactory.getLog(SeparateClientWriter.class);

	private final Supplier<RegisteredClientRepository> clients;

	private final Supplier<RegisteredClientWriter> writer;

	private final ClientRegistrationStore registrations;

	private final Supplier<Removers> removers;

	SeparateClientWriter(Supplier<RegisteredClientRepository> clients, ClientRegistrationStore registrations,
			Supplier<Removers> removers) {
		this.clients = clients;
		this.writer = SingletonSupplier.of(() -> RegisteredClientWriter.of(clients.get()));
		this.registrations = registrations;
		this.removers = SingletonSupplier.of(removers);
	}

	@Override
	public boolean isAtomic() {
		return false;
	}

	@Override
	public @Nullable StoredClient find(String clientId, Predicate<@Nullable ClientRegistration> manageable) {
		ClientRegistration registration = this.registrations.findByClientId(clientId);
		return (manageable.test(registration) && registration != null)
				? new StoredClient(registration, findClient(registration)) : null;
	}

	@Nullable RegisteredClient findClient(ClientRegistration registration) {
		return this.clients.get().findById(registration.registeredClientId());
	}

	@Override
	public void insert(RegisteredClient client, ClientRegistration registration) {
		this.registrations.insert(registration);
		this.writer.get().insert(client);
	}

	@Override
	public boolean update(RegisteredClient client, ClientRegistration registration, String expectedTokenHash) {
		return this.registrations.replace(registration, expectedTokenHash) && this.writer.get().update(client);
	}

	/**
	 * Write another status, if the stored one is still the expected one.
	 * @return whether it was written
	 */
	boolean changeStatus(ClientRegistration registration, ClientStatus expected) {
		if (!this.registrations.changeStatus(registration, expected)) {
			return false;
		}
		// Read now that no update can come between: the last one must not be undone
		RegisteredClient client = findClient(registration);
		if (client != null) {
			this.writer.get().update(DynamicClients.withStatus(client, registration.status()));
		}
		return true;
	}

	@Override
	public boolean canDelete() {
		return this.removers.get().clients() != null && this.removers.get().authorizations() != null;
	}

	/**
	 * Return a sentence for each bean that would have to be there to delete clients.
	 */
	List<String> missing() {
		return this.removers.get().missing();
	}

	@Override
	public boolean delete(@Nullable RegisteredClient client, ClientRegistration registration,
			@Nullable String expectedTokenHash) {
		boolean deleted = (expectedTokenHash != null)
				? this.registrations.delete(registration.clientId(), expectedTokenHash)
				: this.registrations.delete(registration.clientId());
		if (deleted && client != null) {
			// Spring answers 500 for a token whose client is gone: the client goes last
			revoke(registration, client);
			Objects.requireNonNull(this.removers.get().clients()).remove(client);
		}
		return deleted;
	}

	@Override
	public void revoke(ClientRegistration registration, @Nullable RegisteredClient client) {
		AuthorizationRemover authorizations = this.removers.get().authorizations();
		if (authorizations != null) {
			authorizations.removeAll(Objects.requireNonNull(client));
		}
		else {
			logger.warn("What was granted to the client " + registration.clientId() + " lives until it expires. "
					+ String.join(" ", missing()));
		}
	}

}
