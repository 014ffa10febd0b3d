package io.github.opendcr.lifecycle;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.AdoptedClient;
import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.registration.ClientAdoption;
import io.github.opendcr.registration.RegistrationEvents;
import io.github.opendcr.server.discovery.IssuerContexts;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.ClientStorage.StoredClient;
import io.github.opendcr.use.ClientUse;
import io.github.opendcr.use.ClientUseStore;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;

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

	private final @Nullable ClientUseStore uses;

	private final ClientAdoption adoption;

	private final Clock clock;

	/**
	 * Create the lifecycle.
	 * @param registrations where registrations are looked up
	 * @param storage where clients live
	 * @param issuers what opens the context of a client's issuer
	 * @param events where events go
	 * @param observations where transitions are counted
	 * @param uses when clients were used, or {@code null} if nothing notes that
	 * @param adoption what gives registrations to clients that have none
	 * @param clock what time it is
	 */
	public StoredClientLifecycle(ClientRegistrationStore registrations, ClientStorage storage, IssuerContexts issuers,
			RegistrationEvents events, ObservationRegistry observations, @Nullable ClientUseStore uses,
			ClientAdoption adoption, Clock clock) {
		this.registrations = registrations;
		this.storage = storage;
		this.issuers = issuers;
		this.events = events;
		this.observations = observations;
		this.uses = uses;
		this.adoption = adoption;
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
	public boolean activate(String clientId) {
		return change(clientId, ClientStatus.ACTIVE);
	}

	@Override
	public boolean disable(String clientId) {
		return change(clientId, ClientStatus.DISABLED);
	}

	private boolean change(String clientId, ClientStatus status) {
		ClientRegistration before = find(clientId);
		for (int attempt = 1; before != null && before.status() != status; attempt++) {
			failAfterTooMany(attempt, clientId);
			ClientRegistration read = before;
			ClientRegistration after = read.withStatus(status, this.clock.instant().truncatedTo(ChronoUnit.SECONDS));
			if (withIssuer(read, () -> this.storage.changeStatus(read, after))) {
				this.events.publish(new ClientEvent.StatusChanged(read, after, by()));
				count(read.status(), status.name());
				return true;
			}
			before = find(clientId); // somebody was faster
		}
		return before != null;
	}

	@Override
	public @Nullable AdoptedClient adopt(String clientId, Registrant registrant) {
		AdoptedClient adopted = this.adoption.adopt(clientId, registrant);
		if (adopted != null) {
			this.events.publish(new ClientEvent.Adopted(adopted.registration(), by()));
		}
		return adopted;
	}

	@Override
	public boolean delete(String clientId) {
		ClientRegistration registration = find(clientId);
		for (int attempt = 1; registration != null; attempt++) {
			failAfterTooMany(attempt, clientId);
			ClientRegistration deleted = withIssuer(registration, () -> deleteAsFound(clientId));
			if (deleted != null) {
				tellOfDeletion(deleted);
				return true;
			}
			registration = find(clientId); // somebody was faster
		}
		return false;
	}

	private void tellOfDeletion(ClientRegistration deleted) {
		this.events.publish(new ClientEvent.Deleted(deleted));
		count(deleted.status(), "DELETED");
	}

	private @Nullable ClientRegistration deleteAsFound(String clientId) {
		StoredClient client = this.storage.find(clientId);
		return (client != null && this.storage.delete(client)) ? client.registration() : null;
	}

	@Override
	public boolean isUnused(String clientId, Instant since) {
		ClientUseStore known = requiredUses();
		ClientRegistration registration = find(clientId);
		return registration != null && withIssuer(registration, () -> {
			StoredClient client = this.storage.find(clientId);
			return client != null && isIdle(client.registration(), since) && !isInUse(client, known, since);
		});
	}

	@Override
	public boolean deleteUnused(String clientId, Instant since) {
		ClientUseStore known = requiredUses();
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
			tellOfDeletion(registration);
		}
		return deleted;
	}

	private ClientUseStore requiredUses() {
		if (this.uses == null) {
			throw new UnsupportedOperationException("Nothing notes when clients are used: add a bean of type "
					+ ClientUseStore.class.getName() + " beside the application's ClientRegistrationStore.");
		}
		return this.uses;
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

	private static @Nullable String by() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication != null) ? authentication.getName() : null;
	}

}
