package io.github.opendcr.storage;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.quota.ClientQuota;
import io.github.opendcr.quota.ClientQuotas;
import io.github.opendcr.quota.QuotaChange;
import io.github.opendcr.server.chain.AuthorizationServerServices;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Where a client lives: the application's repository and our store, read and written
 * together, in a transaction with whoever else takes part. What one statement writes
 * needs none if nobody does. Safe for use by several threads and processes: of several
 * that change one client at the same time, one does.
 *
 * @since 0.1.0
 */
public final class ClientStorage {

	private final SelectedPlaces places;

	private final Participants participants;

	private final ClientRemoval removal;

	private final UnregisteredClients unregistered;

	/**
	 * Create the storage.
	 * @param services the authorization servers, asked for what they use at the first
	 * call
	 * @param registrations the store of registrations
	 * @param clientRemover the application's bean that removes clients, or {@code null}
	 * @param authorizationRemover the application's bean that removes what was granted to
	 * them, or {@code null}
	 * @param transactions the transactions in which both places take part
	 * @param quotas how many clients there may be, or {@code null} for any number
	 * @param constraints what else takes part in them, in order
	 */
	public ClientStorage(AuthorizationServerServices services, ClientRegistrationStore registrations,
			@Nullable RegisteredClientRemover clientRemover, @Nullable AuthorizationRemover authorizationRemover,
			RegistrationTransactions transactions, @Nullable ClientQuotas quotas,
			List<RegistrationConstraint> constraints) {
		this.places = new SelectedPlaces(new StorageSelection(services, registrations, clientRemover,
				authorizationRemover, transactions, (quotas != null) ? quotas.counts() : null));
		this.participants = new Participants(transactions.operations(), quotas, List.copyOf(constraints));
		this.removal = new ClientRemoval(this.places, this.participants);
		this.unregistered = new UnregisteredClients(() -> this.places.get().oneByOne(), this.participants);
	}

	/**
	 * Find a client.
	 * @param clientId the {@code client_id}, compared exactly
	 * @return both its halves, or {@code null} if it isn't registered
	 */
	public @Nullable StoredClient find(String clientId) {
		return this.places.get().find(clientId);
	}

	/**
	 * Find a client by a registration access token of its own, its current one or the one
	 * before it, expired or not.
	 * @param clientId the {@code client_id}, compared exactly
	 * @param tokenHash the hash of the token
	 * @return both its halves, or {@code null} if it isn't registered or has another
	 * token
	 */
	public @Nullable StoredClient findByToken(String clientId, String tokenHash) {
		return this.places.get().findByToken(clientId, tokenHash);
	}

	/**
	 * Do what inserts a client, again if an identifier that it made is taken.
	 * @param insertion makes the identifiers and inserts the client
	 * @param <T> what it returns
	 * @return what it returned when it succeeded
	 */
	public <T> T withUnusedIdentifiers(Supplier<T> insertion) {
		return Attempts.of(DuplicateKeyException.class, insertion);
	}

	/**
	 * Add a client.
	 * @param client the client
	 * @param registration its registration
	 * @param further what takes part in this write alone
	 * @throws DuplicateKeyException if an identifier is taken
	 * @throws io.github.opendcr.RegistrationException if a quota is full or a constraint
	 * refuses it
	 */
	public void insert(RegisteredClient client, ClientRegistration registration, List<RegistrationConstraint> further) {
		ClientPlaces places = this.places.get();
		List<RegistrationConstraint> concerned = this.participants.concernedBy(further, registration);
		QuotaChange change = this.participants.change(null, registration);
		ClientQuota place = change.onePlace();
		if (place != null && concerned.isEmpty() && Attempts.of(ConcurrencyFailureException.class,
				() -> places.insertAtOnce(client, registration, place))) {
			return;
		}
		this.participants.write(places.writeAtOnce() && concerned.isEmpty(), change, (status) -> {
			concerned.forEach((constraint) -> constraint.onRegister(registration));
			places.insert(client, registration);
			return true;
		});
	}

	/**
	 * See whether a client could be added, and leave all as it is.
	 * @param registration its registration
	 * @param further what would take part in the write
	 * @throws io.github.opendcr.RegistrationException if a quota is full or a constraint
	 * refuses it
	 */
	public void rehearse(ClientRegistration registration, List<RegistrationConstraint> further) {
		List<RegistrationConstraint> concerned = this.participants.concernedBy(further, registration);
		this.participants.rehearse(this.participants.change(null, registration),
				() -> concerned.forEach((constraint) -> constraint.onRegister(registration)));
	}

	/**
	 * Return the clients of the application's that have no registration.
	 * @return what finds and adopts them
	 */
	public UnregisteredClients unregistered() {
		return this.unregistered;
	}

	/**
	 * Write an update, if nobody else changed the client in the meantime.
	 * @param client the client
	 * @param before the registration as it was read
	 * @param after the registration
	 * @param revoke whether what was granted to the client ends with the update
	 * @param further what takes part in this write alone
	 * @return whether it was written
	 * @throws io.github.opendcr.RegistrationException if a quota is full or a constraint
	 * refuses it
	 */
	public boolean update(RegisteredClient client, ClientRegistration before, ClientRegistration after, boolean revoke,
			List<RegistrationConstraint> further) {
		ClientPlaces places = this.places.get();
		List<RegistrationConstraint> concerned = this.participants.concernedBy(further, before, after);
		QuotaChange change = this.participants.change(before, after);
		return this.participants.write(places.writeAtOnce() && concerned.isEmpty() && !revoke, change, (status) -> {
			concerned.forEach((constraint) -> constraint.onUpdate(before, after));
			boolean updated = places.update(client, before, after);
			if (!updated) {
				status.setRollbackOnly(); // with what the constraints wrote
			}
			else if (revoke) {
				places.revoke(client);
			}
			return updated;
		});
	}

	/**
	 * Write a registration anew in the version that it has, if nobody else changed it in
	 * the meantime. Its client stays as it is.
	 * @param registration the registration
	 * @return whether it was written
	 */
	public boolean replace(ClientRegistration registration) {
		ClientPlaces places = this.places.get();
		return this.participants.write(places.writeAtOnce(), QuotaChange.NONE,
				(status) -> places.oneByOne().replace(registration));
	}

	/**
	 * Write the status of a client, if nobody else changed the client in the meantime.
	 * What was granted to a client that may no longer be used ends with it.
	 * @param before the registration as it was read
	 * @param after the registration with the new status
	 * @param also what is done in the same transaction once it is written
	 * @return whether it was written
	 */
	public boolean changeStatus(ClientRegistration before, ClientRegistration after, Runnable also) {
		ClientPlaces places = this.places.get();
		boolean ends = after.status() != ClientStatus.ACTIVE;
		boolean changed = this.participants.write(false, QuotaChange.NONE, (status) -> {
			boolean written = places.oneByOne().changeStatus(after, before.version());
			RegisteredClient client = (written && ends) ? places.oneByOne().findClient(after) : null;
			if (client != null) {
				places.revoke(client);
			}
			if (written) {
				also.run();
			}
			return written;
		});
		if (changed && ends) {
			this.removal.revokeWhatCameBeforeTheCommit(places.oneByOne().findClient(after));
		}
		return changed;
	}

	/**
	 * Return how clients are removed.
	 * @return what removes them, with all that was granted to them
	 */
	public ClientRemoval removal() {
		return this.removal;
	}

	/**
	 * Do something else in one of the transactions in which clients are written.
	 * @param action what to do
	 * @param <T> what it returns
	 * @return what it returned
	 */
	public <T> T inTransaction(Supplier<T> action) {
		return this.participants.transactions().execute((status) -> action.get());
	}

	/**
	 * A client that was found.
	 *
	 * @param registration the registration
	 * @param client the client, or {@code null} if the application removed it
	 * @since 0.1.0
	 */
	public record StoredClient(ClientRegistration registration, @Nullable RegisteredClient client) {

		/**
		 * Return a description without secrets.
		 * @return the client id
		 */
		@Override
		public String toString() {
			return "StoredClient[clientId=" + this.registration.clientId() + "]";
		}

	}

}
