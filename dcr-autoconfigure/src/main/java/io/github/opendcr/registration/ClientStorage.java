package io.github.opendcr.registration;

import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.AuthorizationRemover;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.RegisteredClientRemover;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.server.RegisteredClientWriter;
import io.github.opendcr.server.Removers;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.transaction.support.TransactionCallback;
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

	private static final int ATTEMPTS = 3;

	private final Supplier<RegisteredClientRepository> clients;

	private final Supplier<RegisteredClientWriter> writer;

	private final ClientRegistrationStore registrations;

	private final Supplier<Removers> removers;

	private final TransactionOperations transactions;

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
		this.transactions = transactions;
		this.constraints = List.copyOf(constraints);
	}

	void insert(RegisteredClient client, ClientRegistration registration) {
		compareAndSet((status) -> {
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
		AuthorizationRemover authorizations = this.removers.get().authorizations();
		return compareAndSet((status) -> {
			this.constraints.forEach((constraint) -> constraint.onUpdate(before, after));
			if (!this.registrations.replace(after, tokenHash(before))) {
				status.setRollbackOnly(); // with what the constraints wrote
				return false;
			}
			if (!this.writer.get().update(client)) {
				status.setRollbackOnly(); // the application removed the client meanwhile
				return false;
			}
			if (revoke && authorizations != null) {
				authorizations.removeAll(client);
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
		AuthorizationRemover authorizations = Objects.requireNonNull(this.removers.get().authorizations());
		RegisteredClientRemover registeredClients = Objects.requireNonNull(this.removers.get().clients());
		boolean deleted = compareAndSet((status) -> {
			this.constraints.forEach((constraint) -> constraint.onDelete(registration));
			if (!this.registrations.delete(client.getClientId(), tokenHash(registration))) {
				status.setRollbackOnly(); // with what the constraints wrote
				return false;
			}
			// Spring answers 500 for a token whose client is gone: the client goes last
			authorizations.removeAll(client);
			registeredClients.remove(client);
			return true;
		});
		if (deleted) {
			removeWhatCameBeforeTheCommit(authorizations, client);
		}
		return deleted;
	}

	/**
	 * Remove once more: what the server granted while the deletion wasn't committed. The
	 * client is deleted, whether this succeeds or not.
	 */
	private void removeWhatCameBeforeTheCommit(AuthorizationRemover authorizations, RegisteredClient client) {
		try {
			this.transactions.executeWithoutResult((status) -> authorizations.removeAll(client));
		}
		catch (RuntimeException ex) {
			logger.warn("What was granted to the client " + client.getClientId()
					+ " while it was being deleted may still be there", ex);
		}
	}

	/**
	 * Forget a registration whose client the application removed by itself.
	 */
	void forget(ClientRegistration registration) {
		compareAndSet((status) -> {
			this.constraints.forEach((constraint) -> constraint.onDelete(registration));
			if (!this.registrations.delete(registration.clientId(), tokenHash(registration))) {
				status.setRollbackOnly();
			}
			return true;
		});
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

	/**
	 * Some databases tell the loser of a race by an error instead of a count: it looks
	 * again, and sees that the token is no longer the expected one, or used up.
	 */
	private boolean compareAndSet(TransactionCallback<Boolean> action) {
		for (int attempt = 1;; attempt++) {
			try {
				return Objects.requireNonNullElse(this.transactions.execute(action), false);
			}
			catch (ConcurrencyFailureException ex) {
				if (attempt == ATTEMPTS) {
					throw ex;
				}
			}
		}
	}

}
