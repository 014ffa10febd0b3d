package io.github.opendcr.registration;

import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.AuthorizationRemover;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.RegisteredClientRemover;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.server.DynamicClients;
import io.github.opendcr.server.RegisteredClientWriter;
import io.github.opendcr.server.Removers;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.util.function.SingletonSupplier;

/**
 * The two places in which a client lives, written together: the application's repository
 * and our store. Where the same client may be written by others at the same time, the
 * store comes first: it compares, sets and holds the client to the end of the
 * transaction.
 *
 * @since 0.1.0
 */
public final class ClientStorage {

	private static final Log logger = LogFactory.getLog(ClientStorage.class);

	private final Supplier<RegisteredClientRepository> clients;

	private final Supplier<RegisteredClientWriter> writer;

	private final ClientRegistrationStore registrations;

	private final Supplier<Removers> removers;

	private final RetriedTransactions transactions;

	private final List<RegistrationConstraint> constraints;

	/**
	 * Create the storage.
	 * @param clients the repository that the authorization server uses; asked for when it
	 * is built
	 * @param registrations the store of registrations
	 * @param removers what removes a client and all that was granted to it; asked for at
	 * the first use, when the authorization server is built
	 * @param transactions the transactions in which both places take part
	 * @param constraints what else takes part in them, in order
	 */
	public ClientStorage(Supplier<RegisteredClientRepository> clients, ClientRegistrationStore registrations,
			Supplier<Removers> removers, TransactionOperations transactions, List<RegistrationConstraint> constraints) {
		this.clients = clients;
		this.writer = SingletonSupplier.of(() -> RegisteredClientWriter.of(clients.get()));
		this.registrations = registrations;
		this.removers = SingletonSupplier.of(removers);
		this.transactions = new RetriedTransactions(transactions);
		this.constraints = List.copyOf(constraints);
	}

	void insert(RegisteredClient client, ClientRegistration registration) {
		this.transactions.compareAndSet((status) -> {
			this.constraints.forEach((constraint) -> constraint.onRegister(registration));
			this.registrations.insert(registration);
			this.writer.get().insert(client);
			return true;
		});
	}

	/**
	 * Write an update, if nobody else used the token in the meantime.
	 * @param revoke whether what was granted to the client ends with the update
	 * @return whether it was written
	 */
	boolean update(RegisteredClient client, ClientRegistration before, ClientRegistration after, boolean revoke) {
		return this.transactions.compareAndSet((status) -> {
			this.constraints.forEach((constraint) -> constraint.onUpdate(before, after));
			if (!this.registrations.replace(after, tokenHash(before))) {
				status.setRollbackOnly(); // with what the constraints wrote
				return false;
			}
			if (!this.writer.get().update(client)) {
				status.setRollbackOnly(); // the application removed the client meanwhile
				return false;
			}
			if (revoke) {
				revoke(client);
			}
			return true;
		});
	}

	/**
	 * Whether clients can be removed at all.
	 */
	boolean canDelete() {
		Removers available = this.removers.get();
		return available.clients() != null && available.authorizations() != null;
	}

	/**
	 * Remove the client and all that was granted to it, if nobody else used the token in
	 * the meantime.
	 * @return whether it was removed
	 */
	boolean delete(RegisteredClient client, ClientRegistration registration) {
		return delete(client, registration,
				() -> this.registrations.delete(client.getClientId(), tokenHash(registration)));
	}

	/**
	 * Remove the client and all that was granted to it, whatever token it has.
	 * @param registration the registration
	 * @return whether it was removed by this call
	 * @throws UnsupportedOperationException if clients can't be removed
	 */
	public boolean delete(ClientRegistration registration) {
		if (!canDelete()) {
			throw new UnsupportedOperationException(String.join(" ", this.removers.get().missing()));
		}
		BooleanSupplier deletion = () -> this.registrations.delete(registration.clientId());
		RegisteredClient client = findClient(registration);
		return (client != null) ? delete(client, registration, deletion) : remove(registration, deletion, () -> {
		});
	}

	private boolean delete(RegisteredClient client, ClientRegistration registration, BooleanSupplier deletion) {
		AuthorizationRemover authorizations = Objects.requireNonNull(this.removers.get().authorizations());
		RegisteredClientRemover registeredClients = Objects.requireNonNull(this.removers.get().clients());
		boolean deleted = remove(registration, deletion, () -> {
			// Spring answers 500 for a token whose client is gone: the client goes last
			authorizations.removeAll(client);
			registeredClients.remove(client);
		});
		if (deleted) {
			removeWhatCameBeforeTheCommit(() -> authorizations.removeAll(client), client);
		}
		return deleted;
	}

	private boolean remove(ClientRegistration registration, BooleanSupplier deletion, Runnable removal) {
		return this.transactions.compareAndSet((status) -> {
			this.constraints.forEach((constraint) -> constraint.onDelete(registration));
			if (!deletion.getAsBoolean()) {
				status.setRollbackOnly(); // with what the constraints wrote
				return false;
			}
			removal.run();
			return true;
		});
	}

	/**
	 * Remove once more: what the server granted while the change wasn't committed. The
	 * client is deleted or disabled, whether this succeeds or not.
	 */
	private void removeWhatCameBeforeTheCommit(Runnable removal, RegisteredClient client) {
		try {
			this.transactions.operations().executeWithoutResult((status) -> removal.run());
		}
		catch (RuntimeException ex) {
			logger.warn("What was granted to the client " + client.getClientId()
					+ " while it was being deleted or disabled may still be there", ex);
		}
	}

	/**
	 * Forget a registration whose client the application removed by itself.
	 */
	void forget(ClientRegistration registration) {
		remove(registration, () -> this.registrations.delete(registration.clientId(), tokenHash(registration)), () -> {
		});
	}

	/**
	 * Write the status of a client, if nobody else did in the meantime. What was granted
	 * to a client that may no longer be used ends with it.
	 * @param before the registration as it was read
	 * @param after the registration with the new status
	 * @return whether it was written
	 */
	public boolean changeStatus(ClientRegistration before, ClientRegistration after) {
		boolean changed = this.transactions.compareAndSet((transaction) -> {
			if (!this.registrations.changeStatus(after, before.status())) {
				return false;
			}
			// Read now that no update can come between: the last one must not be undone
			RegisteredClient client = findClient(after);
			if (client != null) {
				this.writer.get().update(DynamicClients.withStatus(client, after.status()));
				if (after.status() != ClientStatus.ACTIVE) {
					revoke(client);
				}
			}
			return true;
		});
		RegisteredClient client = (changed && after.status() != ClientStatus.ACTIVE) ? findClient(after) : null;
		if (client != null) {
			removeWhatCameBeforeTheCommit(() -> revoke(client), client);
		}
		return changed;
	}

	private void revoke(RegisteredClient client) {
		AuthorizationRemover authorizations = this.removers.get().authorizations();
		if (authorizations != null) {
			authorizations.removeAll(client);
		}
		else {
			logger.warn("What was granted to the client " + client.getClientId() + " lives until it expires. "
					+ String.join(" ", this.removers.get().missing()));
		}
	}

	@Nullable ClientRegistration findRegistration(String clientId) {
		return this.registrations.findByClientId(clientId);
	}

	@Nullable RegisteredClient findClient(ClientRegistration registration) {
		return this.clients.get().findById(registration.registeredClientId());
	}

	private static String tokenHash(ClientRegistration registration) {
		return Objects.requireNonNull(registration.tokenHash(), "A client is managed by its token");
	}

}
