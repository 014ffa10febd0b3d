package io.github.opendcr.registration;

import java.time.Clock;
import java.util.List;
import java.util.Objects;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegisteredClientCustomizer;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.statement.SoftwareStatementPrecedence;
import io.github.opendcr.statement.SoftwareStatementPrecedence.Stated;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.ClientStorage.StoredClient;

/**
 * Registers clients. Whoever calls it has decided that the caller may register; the
 * endpoints do so by {@code RegistrationPermission}. Safe for use by several threads;
 * each method either does all that it says or throws and has changed nothing.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-3">RFC 7591 §3</a>
 */
public final class ClientRegistrationService {

	private final StraightLine line;

	private final ClientConfigurationService configuration;

	private final ClientStorage storage;

	/**
	 * Create the service.
	 * @param statements what verifies and merges software statements
	 * @param metadataGrant what clients are granted of their metadata
	 * @param policies on which terms they are let in
	 * @param credentials what they are known by
	 * @param customizers what customizes the clients, in order
	 * @param storage where clients live
	 * @param events where events go
	 * @param observations where the stages of a registration are timed
	 * @param clock what time it is
	 */
	public ClientRegistrationService(SoftwareStatementPrecedence statements, MetadataGrant metadataGrant,
			RegistrationPolicies policies, Credentials credentials, List<RegisteredClientCustomizer> customizers,
			ClientStorage storage, RegistrationEvents events, ObservationRegistry observations, Clock clock) {
		this.line = new StraightLine(statements, metadataGrant, policies, credentials,
				new RegisteredClientMapper(customizers), storage, events, new RegistrationStages(observations), clock);
		this.configuration = new ClientConfigurationService(this.line, credentials,
				new SecretRotation(credentials, policies, storage, events, clock), storage, events, clock);
		this.storage = storage;
	}

	/**
	 * Register a client (RFC 7591 §3).
	 * @param requested the metadata as sent
	 * @param registrant who lets the client in
	 * @return what the client is told, its secret and its token for this once
	 * @throws RegistrationException if the metadata is refused
	 */
	public ClientInformation register(ClientMetadata requested, Registrant registrant) {
		return register(requested, registrant, AnswerKeeper.NONE);
	}

	/**
	 * Register a client, and have kept what it is told.
	 * @param requested the metadata as sent
	 * @param registrant who lets the client in
	 * @param keeper has it kept
	 * @return what the client is told
	 * @throws RegistrationException if the metadata is refused
	 */
	public ClientInformation register(ClientMetadata requested, Registrant registrant, AnswerKeeper keeper) {
		// if the client_id is taken, with a new one
		return this.storage.withUnusedIdentifiers(() -> Objects
			.requireNonNull(this.line.follow(requested, RegistrationContext.of(registrant), null, null, keeper)));
	}

	/**
	 * Register the client of a Client ID Metadata Document. It gets no registration
	 * access token.
	 * @param url the URL of the document: the {@code client_id}
	 * @param stated what the document says, with the claims of its software statement
	 * @param granted what {@link MetadataGrant} grants of it, of a client that is new
	 * @param registrant on which terms it is let in
	 * @param document what takes part in the write
	 * @return the client
	 * @throws RegistrationException if the metadata is refused
	 * @throws org.springframework.dao.DuplicateKeyException if there is such a client
	 */
	public ClientRegistration registerDocument(String url, Stated stated, ClientMetadata granted, Registrant registrant,
			RegistrationConstraint document) {
		ClientInformation registered = this.line.followDocument(url, stated, granted,
				RegistrationContext.of(registrant), null, document);
		return Objects.requireNonNull(registered).registration();
	}

	/**
	 * Update the client of a document that has changed, or the terms of its client.
	 * @param current the client as it was found
	 * @param stated what the document says, with the claims of its software statement
	 * @param granted what {@link MetadataGrant} grants of it, of the client as it was
	 * @param registrant on which terms the client is let in now
	 * @param document what takes part in the write
	 * @return the client, or {@code null} if others changed it in the meantime
	 * @throws RegistrationException if the metadata is refused
	 */
	public @Nullable ClientRegistration updateDocument(StoredClient current, Stated stated, ClientMetadata granted,
			Registrant registrant, RegistrationConstraint document) {
		ClientInformation updated = this.line.followDocument(current.registration().clientId(), stated, granted,
				new RegistrationContext(registrant, current.registration()), current.client(), document);
		return (updated != null) ? updated.registration() : null;
	}

	/**
	 * See what {@link #register} would do. Nothing stays of it: no client, no use of a
	 * token or a statement, no place in a quota, no event.
	 * @param requested the metadata as sent
	 * @param registrant who would let the client in
	 * @return the registration that there would be, with a {@code client_id} that nobody
	 * has
	 * @throws RegistrationException if it would be refused; a
	 * {@link io.github.opendcr.metadata.ViolationsException} has all that is wrong with
	 * the metadata
	 */
	public ClientRegistration rehearse(ClientMetadata requested, Registrant registrant) {
		return this.line.rehearse(requested, registrant);
	}

	/**
	 * Return what clients do with their registrations afterwards.
	 * @return the service of the client configuration endpoint
	 */
	public ClientConfigurationService configuration() {
		return this.configuration;
	}

}
