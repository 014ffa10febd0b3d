package io.github.opendcr.lifecycle;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Predicate;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientLifecycle.Adopted;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistration.TokenRecord;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.OperatorAction;
import io.github.opendcr.OperatorAction.Kind;
import io.github.opendcr.OperatorActionStore;
import io.github.opendcr.Registrant;
import io.github.opendcr.registration.ClientAdoption;
import io.github.opendcr.registration.Credentials;
import io.github.opendcr.registration.OperatorRecords;
import io.github.opendcr.registration.RegistrationEvents;
import io.github.opendcr.server.discovery.IssuerContexts;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.ClientStorage.StoredClient;
import io.github.opendcr.use.ClientUseStore;

import org.springframework.dao.ConcurrencyFailureException;

/**
 * The life of the clients in the store and the application's repository.
 *
 * @since 0.1.0
 */
public final class StoredClientLifecycle implements ClientLifecycle {

	private static final int ATTEMPTS = 10;

	private final ClientRegistrationStore registrations;

	private final ClientStorage storage;

	private final IssuerContexts issuers;

	private final Transitions transitions;

	private final ClientAdoption adoption;

	private final Credentials credentials;

	private final ClientTraces traces;

	private final OperatorRecords records;

	private final Clock clock;

	/**
	 * Create the lifecycle.
	 * @param registrations where registrations are looked up
	 * @param storage where clients live
	 * @param issuers what opens the context of a client's issuer
	 * @param events where events go
	 * @param observations where transitions are counted
	 * @param adoption what gives registrations to clients that have none
	 * @param credentials makes registration access tokens
	 * @param uses when clients were used, or {@code null} if nothing notes that
	 * @param actions what operators did, or {@code null} if nothing keeps that
	 * @param clock what time it is
	 */
	public StoredClientLifecycle(ClientRegistrationStore registrations, ClientStorage storage, IssuerContexts issuers,
			RegistrationEvents events, ObservationRegistry observations, ClientAdoption adoption,
			Credentials credentials, @Nullable ClientUseStore uses, @Nullable OperatorActionStore actions,
			Clock clock) {
		this.registrations = registrations;
		this.storage = storage;
		this.issuers = issuers;
		this.transitions = new Transitions(events, observations);
		this.adoption = adoption;
		this.credentials = credentials;
		this.traces = new ClientTraces(uses, actions);
		this.records = new OperatorRecords(actions, events, clock);
		this.clock = clock;
	}

	@Override
	public @Nullable ClientRegistration find(String clientId) {
		return this.registrations.findByClientId(clientId);
	}

	@Override
	public List<ClientRegistration> list(@Nullable ClientStatus status, @Nullable String after, int limit) {
		if (limit < 1) {
			throw new IllegalArgumentException("The limit of a page must be positive");
		}
		return this.registrations.findPage(status, after, limit);
	}

	@Override
	public boolean activate(String clientId, @Nullable String reason) {
		return change(clientId, ClientStatus.ACTIVE, reason);
	}

	@Override
	public boolean disable(String clientId, @Nullable String reason) {
		return change(clientId, ClientStatus.DISABLED, reason);
	}

	private boolean change(String clientId, ClientStatus status, @Nullable String reason) {
		return untilDone(clientId, (before) -> before.status() == status || tryToChange(before, status, reason));
	}

	private boolean tryToChange(ClientRegistration before, ClientStatus status, @Nullable String reason) {
		ClientRegistration after = before.withStatus(status, now());
		boolean changed = write(before, after, this.records.action(before.clientId(), kind(before, status), reason));
		if (changed) {
			this.transitions.changed(before, after, reason);
		}
		return changed;
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
	}

	private static Kind kind(ClientRegistration before, ClientStatus status) {
		if (status != ClientStatus.ACTIVE) {
			return Kind.DISABLED;
		}
		return (before.status() == ClientStatus.PENDING) ? Kind.APPROVED : Kind.ENABLED;
	}

	private boolean write(ClientRegistration before, ClientRegistration after, OperatorAction action) {
		boolean written = this.issuers.within(before.issuer(),
				() -> this.storage.changeStatus(before, after, () -> this.records.keep(action)));
		if (written) {
			this.records.tell(action);
		}
		return written;
	}

	@Override
	public @Nullable Adopted adopt(String clientId, Registrant registrant, @Nullable String reason) {
		OperatorAction action = this.records.action(clientId, Kind.ADOPTED, reason);
		Adopted adopted = this.adoption.adopt(clientId, registrant, () -> this.records.keep(action));
		if (adopted != null) {
			this.transitions.adopted(adopted.registration(), reason);
			this.records.tell(action);
		}
		return adopted;
	}

	@Override
	public @Nullable String reissueToken(String clientId, @Nullable String reason) {
		Credentials.Token token = this.credentials.newToken();
		return changeToken(clientId, token.stored(), this.records.action(clientId, Kind.TOKEN_REISSUED, reason))
				? token.value() : null;
	}

	@Override
	public boolean revokeToken(String clientId, @Nullable String reason) {
		return changeToken(clientId, null, this.records.action(clientId, Kind.TOKEN_REVOKED, reason));
	}

	private boolean changeToken(String clientId, @Nullable TokenRecord token, OperatorAction action) {
		return untilDone(clientId, (before) -> write(before, before.updated(before.metadata(), token, now()), action));
	}

	@Override
	public boolean delete(String clientId, @Nullable String reason) {
		return delete(clientId, (client) -> {
			boolean pending = client.registration().status() == ClientStatus.PENDING;
			OperatorAction action = this.records.action(clientId, pending ? Kind.REJECTED : Kind.DELETED, reason);
			boolean removed = this.storage.removal().delete(client, this.records.keeping(action));
			if (removed) {
				this.records.tell(action);
			}
			return removed;
		}, reason);
	}

	@Override
	public boolean erase(String clientId, @Nullable String reason) {
		OperatorAction action = this.records.action(clientId, Kind.ERASED, reason);
		boolean deleted = delete(clientId,
				(client) -> this.storage.removal().delete(client, () -> this.traces.removeAll(clientId)), reason);
		// what somebody did with it meanwhile, or before it was gone
		boolean erased = this.storage.inTransaction(() -> this.traces.removeAll(clientId)) || deleted;
		if (erased) {
			this.records.tell(action);
		}
		return erased;
	}

	private boolean delete(String clientId, Predicate<StoredClient> deletion, @Nullable String reason) {
		return untilDone(clientId, (registration) -> {
			ClientRegistration deleted = this.issuers.within(registration.issuer(), () -> {
				StoredClient client = this.storage.find(clientId);
				return (client != null && deletion.test(client)) ? client.registration() : null;
			});
			if (deleted != null) {
				this.transitions.deleted(deleted, reason);
			}
			return deleted != null;
		});
	}

	@Override
	public boolean isUnused(String clientId, Instant since) {
		UnusedClients unused = new UnusedClients(this.storage, this.traces.requiredUses(), this.clock);
		ClientRegistration registration = find(clientId);
		return registration != null
				&& this.issuers.within(registration.issuer(), () -> unused.contain(clientId, since));
	}

	@Override
	public boolean deleteUnused(String clientId, Instant since) {
		UnusedClients unused = new UnusedClients(this.storage, this.traces.requiredUses(), this.clock);
		ClientRegistration registration = find(clientId);
		if (registration == null
				|| !this.issuers.within(registration.issuer(), () -> unused.delete(registration, since))) {
			return false;
		}
		this.transitions.deleted(registration, null);
		return true;
	}

	/**
	 * Do something with a client, again if somebody was faster.
	 * @param attempt returns whether it is done
	 * @return {@code false} if there is no such client
	 */
	private boolean untilDone(String clientId, Predicate<ClientRegistration> attempt) {
		for (int attempts = 1; attempts <= ATTEMPTS; attempts++) {
			ClientRegistration registration = find(clientId);
			if (registration == null) {
				return false;
			}
			if (attempt.test(registration)) {
				return true;
			}
		}
		// a transaction of the caller may go on seeing the past
		throw new ConcurrencyFailureException(
				"The client " + clientId + " is being changed by others; try again in a new transaction");
	}

}
