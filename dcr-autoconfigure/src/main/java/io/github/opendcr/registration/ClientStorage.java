package io.github.opendcr.registration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
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
import io.github.opendcr.server.JointClientWriter;
import io.github.opendcr.server.JointClientWriter.StoredClient;
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
 * transaction. Where one statement writes both, it needs no transaction unless somebody
 * else takes part.
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

	private final RetriedTransactions single = new RetriedTransactions(TransactionOperations.withoutTransaction());

	private final List<RegistrationConstraint> constraints;

	private final Supplier<Optional<JointClientWriter>> joint;

	/**
	 * Create the storage.
	 * @param clients the repository that the authorization server uses; asked for when it
	 * is built
	 * @param registrations the store of registrations
	 * @param removers what removes a client and all that was granted to it; asked for at
	 * the first use, when the authorization server is built
	 * @param transactions the transactions in which both places take part
	 * @param constraints what else takes part in them, in order
	 * @param joint what writes both places by one statement, if anything does; asked for
	 * at the first use
	 */
	public ClientStorage(Supplier<RegisteredClientRepository> clients, ClientRegistrationStore registrations,
			Supplier<Removers> removers, TransactionOperations transactions, List<RegistrationConstraint> constraints,
			Supplier<@Nullable JointClientWriter> joint) {
		this.clients = clients;
		this.writer = SingletonSupplier.of(() -> RegisteredClientWriter.of(clients.get()));
		this.registrations = registrations;
		this.removers = SingletonSupplier.of(removers);
		this.transactions = new RetriedTransactions(transactions);
		this.constraints = List.copyOf(constraints);
		// that there is none is remembered, too
		this.joint = SingletonSupplier.of(() -> Optional.ofNullable(joint.get()));
	}

	/**
	 * Find a client that may be managed.
	 * @param clientId the {@code client_id}
	 * @param manageable whether a registration may be
	 * @return both its halves, or {@code null}
	 */
	@Nullable StoredClient find(String clientId, Predicate<@Nullable ClientRegistration> manageable) {
		JointClientWriter both = this.joint.get().orElse(null);
		if (both != null) {
			StoredClient found = both.find(clientId);
			return manageable.test((found != null) ? found.registration() : null) ? found : null;
		}
		ClientRegistration registration = this.registrations.findByClientId(clientId);
		return (manageable.test(registration) && registration != null)
				? new StoredClient(registration, findClient(registration)) : null;
	}

	void insert(RegisteredClient client, ClientRegistration registration) {
		List<RegistrationConstraint> concerned = concernedBy(registration);
		JointClientWriter both = this.joint.get().orElse(null);
		transactions(both, concerned).compareAndSet((status) -> {
			concerned.forEach((constraint) -> constraint.onRegister(registration));
			if (both != null) {
				both.insert(client, registration);
			}
			else {
				this.registrations.insert(registration);
				this.writer.get().insert(client);
			}
			return true;
		});
	}

	/**
	 * Write an update, if nobody else used the token in the meantime.
	 * @param revoke whether what was granted to the client ends with the update
	 * @return whether it was written
	 */
	boolean update(RegisteredClient client, ClientRegistration before, ClientRegistration after, boolean revoke) {
		List<RegistrationConstraint> concerned = concernedBy(before, after);
		JointClientWriter both = this.joint.get().orElse(null);
		return (revoke ? this.transactions : transactions(both, concerned)).compareAndSet((status) -> {
			concerned.forEach((constraint) -> constraint.onUpdate(before, after));
			boolean updated = (both != null) ? both.update(client, after, tokenHash(before))
					// the second fails if the application removed the client meanwhile
					: this.registrations.replace(after, tokenHash(before)) && this.writer.get().update(client);
			if (!updated) {
				status.setRollbackOnly(); // with what the constraints wrote
			}
			else if (revoke) {
				revoke(client);
			}
			return updated;
		});
	}

	private List<RegistrationConstraint> concernedBy(ClientRegistration... registrations) {
		List<RegistrationConstraint> concerned = new ArrayList<>(this.constraints);
		concerned.removeIf((constraint) -> Arrays.stream(registrations).noneMatch(constraint::concerns));
		return concerned;
	}

	private RetriedTransactions transactions(@Nullable JointClientWriter both, List<RegistrationConstraint> concerned) {
		return (both != null && both.isAtomic() && concerned.isEmpty()) ? this.single : this.transactions;
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
		JointClientWriter both = this.joint.get().orElse(null);
		if (both == null || !both.canDelete()) {
			return delete(client, registration,
					() -> this.registrations.delete(client.getClientId(), tokenHash(registration)));
		}
		boolean deleted = remove(registration, both, () -> both.delete(registration, tokenHash(registration)));
		if (deleted) {
			removeWhatCameBeforeTheCommit(both, () -> both.revoke(client), client);
		}
		return deleted;
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
		return (client != null) ? delete(client, registration, deletion) : remove(registration, null, deletion);
	}

	private boolean delete(RegisteredClient client, ClientRegistration registration, BooleanSupplier deletion) {
		AuthorizationRemover authorizations = Objects.requireNonNull(this.removers.get().authorizations());
		RegisteredClientRemover registeredClients = Objects.requireNonNull(this.removers.get().clients());
		boolean deleted = remove(registration, null, () -> {
			if (!deletion.getAsBoolean()) {
				return false;
			}
			// Spring answers 500 for a token whose client is gone: the client goes last
			authorizations.removeAll(client);
			registeredClients.remove(client);
			return true;
		});
		if (deleted) {
			removeWhatCameBeforeTheCommit(null, () -> authorizations.removeAll(client), client);
		}
		return deleted;
	}

	private boolean remove(ClientRegistration registration, @Nullable JointClientWriter both, BooleanSupplier removal) {
		List<RegistrationConstraint> concerned = concernedBy(registration);
		return transactions(both, concerned).compareAndSet((status) -> {
			concerned.forEach((constraint) -> constraint.onDelete(registration));
			boolean removed = removal.getAsBoolean();
			if (!removed) {
				status.setRollbackOnly(); // with what the constraints wrote
			}
			return removed;
		});
	}

	/**
	 * Remove once more: what the server granted while the change wasn't committed. The
	 * client is deleted or disabled, whether this succeeds or not.
	 */
	private void removeWhatCameBeforeTheCommit(@Nullable JointClientWriter both, Runnable removal,
			RegisteredClient client) {
		try {
			transactions(both, List.of()).operations().executeWithoutResult((status) -> removal.run());
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
		remove(registration, null, () -> this.registrations.delete(registration.clientId(), tokenHash(registration)));
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
			removeWhatCameBeforeTheCommit(null, () -> revoke(client), client);
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

	private @Nullable RegisteredClient findClient(ClientRegistration registration) {
		return this.clients.get().findById(registration.registeredClientId());
	}

	private static String tokenHash(ClientRegistration registration) {
		return Objects.requireNonNull(registration.tokenHash(), "A client is managed by its token");
	}

}
