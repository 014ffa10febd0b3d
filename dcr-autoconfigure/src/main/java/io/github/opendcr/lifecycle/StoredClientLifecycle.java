package io.github.opendcr.lifecycle;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientLifecycle.Adopted;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistration.TokenRecord;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.OperatorAction;
import io.github.opendcr.OperatorAction.Kind;
import io.github.opendcr.Registrant;
import io.github.opendcr.registration.ClientAdoption;
import io.github.opendcr.registration.Credentials;
import io.github.opendcr.registration.OperatorRecords;
import io.github.opendcr.registration.RegistrationEvents;
import io.github.opendcr.server.discovery.IssuerContexts;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.ClientStorage.StoredClient;
import io.github.opendcr.use.ClientUse;
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

	private final RegistrationEvents events;

	private final ObservationRegistry observations;

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
	 * @param traces what is kept of clients beside their registrations
	 * @param clock what time it is
	 */
	public StoredClientLifecycle(ClientRegistrationStore registrations, ClientStorage storage, IssuerContexts issuers,
			RegistrationEvents events, ObservationRegistry observations, ClientAdoption adoption,
			Credentials credentials, ClientTraces traces, Clock clock) {
		this.registrations = registrations;
		this.storage = storage;
		this.issuers = issuers;
		this.events = events;
		this.observations = observations;
		this.adoption = adoption;
		this.credentials = credentials;
		this.traces = traces;
		this.records = new OperatorRecords(traces.actions(), events, clock);
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
		ClientRegistration before = find(clientId);
		for (int attempt = 1; before != null && before.status() != status; attempt++) {
			failAfterTooMany(attempt, clientId);
			ClientRegistration after = before.withStatus(status, this.clock.instant().truncatedTo(ChronoUnit.SECONDS));
			if (write(before, after, this.records.action(clientId, kind(before, status), reason))) {
				this.events.publish(new ClientEvent.StatusChanged(before, after, OperatorRecords.by(), reason));
				count(before.status(), status.name());
				return true;
			}
			before = find(clientId); // somebody was faster
		}
		return before != null;
	}

	private static Kind kind(ClientRegistration before, ClientStatus status) {
		if (status != ClientStatus.ACTIVE) {
			return Kind.DISABLED;
		}
		return (before.status() == ClientStatus.PENDING) ? Kind.APPROVED : Kind.ENABLED;
	}

	private boolean write(ClientRegistration before, ClientRegistration after, OperatorAction action) {
		boolean written = withIssuer(before,
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
			this.events.publish(new ClientEvent.Adopted(adopted.registration(), OperatorRecords.by(), reason));
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
		ClientRegistration before = find(clientId);
		for (int attempt = 1; before != null; attempt++) {
			failAfterTooMany(attempt, clientId);
			Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
			if (write(before, before.updated(before.metadata(), token, now), action)) {
				return true;
			}
			before = find(clientId); // somebody was faster
		}
		return false;
	}

	@Override
	public boolean delete(String clientId, @Nullable String reason) {
		ClientRegistration deleted = delete(clientId, (client) -> {
			boolean pending = client.registration().status() == ClientStatus.PENDING;
			OperatorAction action = this.records.action(clientId, pending ? Kind.REJECTED : Kind.DELETED, reason);
			boolean removed = OperatorRecords.isSomebodys(action)
					? this.storage.delete(client, () -> this.records.keep(action)) : this.storage.delete(client);
			if (removed) {
				this.records.tell(action);
			}
			return removed;
		}, reason);
		return deleted != null;
	}

	@Override
	public boolean erase(String clientId, @Nullable String reason) {
		OperatorAction action = this.records.action(clientId, Kind.ERASED, reason);
		ClientRegistration deleted = delete(clientId,
				(client) -> this.storage.delete(client, () -> this.traces.removeAll(clientId)), reason);
		// what somebody did with it meanwhile, or before it was gone
		boolean erased = Boolean.TRUE.equals(this.storage.inTransaction(() -> this.traces.removeAll(clientId)))
				|| deleted != null;
		if (erased) {
			this.records.tell(action);
		}
		return erased;
	}

	private @Nullable ClientRegistration delete(String clientId, Predicate<StoredClient> deletion,
			@Nullable String reason) {
		ClientRegistration registration = find(clientId);
		for (int attempt = 1; registration != null; attempt++) {
			failAfterTooMany(attempt, clientId);
			ClientRegistration deleted = withIssuer(registration, () -> {
				StoredClient client = this.storage.find(clientId);
				return (client != null && deletion.test(client)) ? client.registration() : null;
			});
			if (deleted != null) {
				tellOfDeletion(deleted, reason);
				return deleted;
			}
			registration = find(clientId); // somebody was faster
		}
		return null;
	}

	private void tellOfDeletion(ClientRegistration deleted, @Nullable String reason) {
		this.events.publish(new ClientEvent.Deleted(deleted, reason));
		count(deleted.status(), "DELETED");
	}

	@Override
	public boolean isUnused(String clientId, Instant since) {
		ClientUseStore known = this.traces.requiredUses();
		ClientRegistration registration = find(clientId);
		return registration != null && withIssuer(registration, () -> {
			StoredClient client = this.storage.find(clientId);
			return client != null && isIdle(client.registration(), since) && !isInUse(client, known, since);
		});
	}

	@Override
	public boolean deleteUnused(String clientId, Instant since) {
		ClientUseStore known = this.traces.requiredUses();
		ClientRegistration registration = find(clientId);
		if (registration == null || !isIdle(registration, since)) {
			return false;
		}
		// Of a client that somebody else changes meanwhile, that is a sign of life
		boolean deleted = withIssuer(registration, () -> {
			StoredClient client = this.storage.find(clientId);
			return client != null && client.registration().version() == registration.version()
					&& this.storage.deleteUnless(client, () -> isInUse(client, known, since));
		});
		if (deleted) {
			tellOfDeletion(registration, null);
		}
		return deleted;
	}

	// What is known of documents has an end of its own
	private static boolean isIdle(ClientRegistration registration, Instant since) {
		return registration.status() == ClientStatus.ACTIVE && !registration.isOfDocument()
				&& !registration.updatedAt().isAfter(since);
	}

	private boolean isInUse(StoredClient client, ClientUseStore known, Instant since) {
		String clientId = client.registration().clientId();
		ClientUse use = known.find(List.of(clientId)).get(clientId);
		return (use != null && use.lastUsedAt().isAfter(since))
				|| (client.client() != null && this.storage.hasGrants(client.client(), this.clock.instant()));
	}

	// a transaction of the caller may go on seeing the past
	private static void failAfterTooMany(int attempt, String clientId) {
		if (attempt > ATTEMPTS) {
			throw new ConcurrencyFailureException(
					"The client " + clientId + " is being changed by others; try again in a new transaction");
		}
	}

	// Repositories of an application with several issuers ask for the current one
	@SuppressWarnings("try") // the scope is opened to be closed
	private <T extends @Nullable Object> T withIssuer(ClientRegistration registration, Supplier<T> action) {
		if (registration.issuer() == null) {
			return action.get();
		}
		try (IssuerContexts.Scope scope = this.issuers.open(registration.issuer())) {
			return action.get();
		}
	}

	private void count(ClientStatus from, String to) {
		Observation.createNotStarted("dcr.client.transitions", this.observations)
			.lowCardinalityKeyValue("from", from.name().toLowerCase(Locale.ROOT))
			.lowCardinalityKeyValue("to", to.toLowerCase(Locale.ROOT))
			.start()
			.stop();
	}

}
