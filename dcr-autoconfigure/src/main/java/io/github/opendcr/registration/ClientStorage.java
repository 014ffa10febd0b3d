package io.github.opendcr.registration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistration.TokenRecord;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.server.ClientWriter;
import io.github.opendcr.server.ClientWriter.StoredClient;
import io.github.opendcr.server.ClientWriter.StoredInformation;
import io.github.opendcr.server.Removers;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.util.function.SingletonSupplier;

/**
 * The two places in which a client lives, written together: the application's repository
 * and our store, in a transaction with whoever else takes part. What one statement writes
 * needs none if nobody does.
 *
 * @since 0.1.0
 */
public final class ClientStorage {

	private static final Log logger = LogFactory.getLog(ClientStorage.class);

	private final SeparateClientWriter separate;

	private final Supplier<ClientWriter> writer;

	private final Supplier<ClientWriter> remover;

	private final RetriedTransactions transactions;

	private final RetriedTransactions none = new RetriedTransactions(TransactionOperations.withoutTransaction());

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
	 * @param joint what writes both places by one statement, if anything does; asked for
	 * at the first use
	 */
	public ClientStorage(Supplier<RegisteredClientRepository> clients, ClientRegistrationStore registrations,
			Supplier<Removers> removers, TransactionOperations transactions, List<RegistrationConstraint> constraints,
			Supplier<@Nullable ClientWriter> joint) {
		this.separate = new SeparateClientWriter(clients, registrations, removers);
		this.writer = SingletonSupplier.of(() -> Objects.requireNonNullElse(joint.get(), this.separate));
		this.remover = () -> this.writer.get().canDelete() ? this.writer.get() : this.separate;
		this.transactions = new RetriedTransactions(transactions);
		this.constraints = List.copyOf(constraints);
	}

	/**
	 * Find a client that may be managed.
	 * @param clientId the {@code client_id}
	 * @param manageable whether a registration may be; asked in any case
	 * @return both its halves, or {@code null}
	 */
	@Nullable StoredClient find(String clientId, Predicate<@Nullable ClientRegistration> manageable) {
		return this.writer.get().find(clientId, manageable);
	}

	/**
	 * Find what a client that may be managed is told about itself.
	 * @param clientId the {@code client_id}
	 * @param manageable whether a registration may be; asked in any case
	 * @return what is there, or {@code null}
	 */
	@Nullable StoredInformation read(String clientId, Predicate<@Nullable ClientRegistration> manageable) {
		return this.writer.get().read(clientId, manageable);
	}

	void insert(RegisteredClient client, ClientRegistration registration) {
		ClientWriter writer = this.writer.get();
		List<RegistrationConstraint> concerned = concernedBy(registration);
		transactions(writer, concerned).compareAndSet((status) -> {
			concerned.forEach((constraint) -> constraint.onRegister(registration));
			writer.insert(client, registration);
			return true;
		});
	}

	/**
	 * Write an update, if nobody else used the token in the meantime.
	 * @param revoke whether what was granted to the client ends with the update
	 * @return whether it was written
	 */
	boolean update(RegisteredClient client, ClientRegistration before, ClientRegistration after, boolean revoke) {
		ClientWriter writer = this.writer.get();
		List<RegistrationConstraint> concerned = concernedBy(before, after);
		return (revoke ? this.transactions : transactions(writer, concerned)).compareAndSet((status) -> {
			concerned.forEach((constraint) -> constraint.onUpdate(before, after));
			boolean updated = writer.update(client, after, tokenHash(before));
			if (!updated) {
				status.setRollbackOnly(); // with what the constraints wrote
			}
			else if (revoke) {
				this.remover.get().revoke(after, client);
			}
			return updated;
		});
	}

	private List<RegistrationConstraint> concernedBy(ClientRegistration... registrations) {
		List<RegistrationConstraint> concerned = new ArrayList<>(this.constraints);
		concerned.removeIf((constraint) -> Arrays.stream(registrations).noneMatch(constraint::concerns));
		return concerned;
	}

	private RetriedTransactions transactions(ClientWriter writer, List<RegistrationConstraint> concerned) {
		return (writer.isAtomic() && concerned.isEmpty()) ? this.none : this.transactions;
	}

	/**
	 * Whether clients can be removed at all.
	 */
	boolean canDelete() {
		return this.remover.get().canDelete();
	}

	/**
	 * Remove the client and all that was granted to it by its token alone, if that is all
	 * that there is to judge and nobody else takes part.
	 * @return what was removed, or {@code null} if the client has to be found
	 */
	@Nullable ClientRegistration deleteByToken(String clientId, TokenRecord token) {
		ClientWriter remover = this.remover.get();
		if (!remover.isAtomic() || token.expiresAt() != null
				|| this.constraints.stream().anyMatch(RegistrationConstraint::concernsDeletions)) {
			return null;
		}
		ClientRegistration deleted = Attempts.of(ConcurrencyFailureException.class,
				() -> remover.deleteByToken(clientId, token.hash(), token.scope()));
		if (deleted != null) {
			revokeWhatCameBeforeTheCommit(deleted, null);
		}
		return deleted;
	}

	/**
	 * Remove the client and all that was granted to it, if nobody else used the token in
	 * the meantime.
	 * @return whether it was removed
	 */
	boolean delete(RegisteredClient client, ClientRegistration registration) {
		return delete(client, registration, tokenHash(registration));
	}

	/**
	 * Remove the client and all that was granted to it, whatever token it has.
	 * @param registration the registration
	 * @return whether it was removed by this call
	 * @throws UnsupportedOperationException if clients can't be removed
	 */
	public boolean delete(ClientRegistration registration) {
		if (!canDelete()) {
			throw new UnsupportedOperationException(String.join(" ", this.separate.missing()));
		}
		return delete(this.separate.findClient(registration), registration, null);
	}

	/**
	 * Forget a registration whose client the application removed by itself.
	 */
	void forget(ClientRegistration registration) {
		delete(null, registration, tokenHash(registration));
	}

	private boolean delete(@Nullable RegisteredClient client, ClientRegistration registration,
			@Nullable String tokenHash) {
		ClientWriter remover = this.remover.get();
		List<RegistrationConstraint> concerned = concernedBy(registration);
		boolean deleted = transactions(remover, concerned).compareAndSet((status) -> {
			concerned.forEach((constraint) -> constraint.onDelete(registration));
			boolean removed = remover.delete(client, registration, tokenHash);
			if (!removed) {
				status.setRollbackOnly(); // with what the constraints wrote
			}
			return removed;
		});
		if (deleted && client != null) {
			revokeWhatCameBeforeTheCommit(registration, client);
		}
		return deleted;
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
			if (!this.separate.changeStatus(after, before.status())) {
				return false;
			}
			ifItEnds(after, (client) -> this.remover.get().revoke(after, client));
			return true;
		});
		if (changed) {
			ifItEnds(after, (client) -> revokeWhatCameBeforeTheCommit(after, client));
		}
		return changed;
	}

	private void ifItEnds(ClientRegistration registration, Consumer<RegisteredClient> action) {
		RegisteredClient client = (registration.status() != ClientStatus.ACTIVE)
				? this.separate.findClient(registration) : null;
		if (client != null) {
			action.accept(client);
		}
	}

	/**
	 * Remove once more: what the server granted while the change wasn't committed. The
	 * client is deleted or disabled, whether this succeeds or not.
	 */
	private void revokeWhatCameBeforeTheCommit(ClientRegistration registration, @Nullable RegisteredClient client) {
		ClientWriter remover = this.remover.get();
		try {
			transactions(remover, List.of()).operations()
				.executeWithoutResult((status) -> remover.revoke(registration, client));
		}
		catch (RuntimeException ex) {
			logger.warn("What was granted to the client " + registration.clientId()
					+ " while it was being deleted or disabled may still be there", ex);
		}
	}

	private static String tokenHash(ClientRegistration registration) {
		return Objects.requireNonNull(registration.tokenHash(), "A client is managed by its token");
	}

}
