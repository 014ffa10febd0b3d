package io.github.opendcr.registration;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegisteredClientCustomizer;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.registration.Credentials.Token;
import io.github.opendcr.server.discovery.IssuerContexts;
import io.github.opendcr.statement.SoftwareStatementPrecedence;
import io.github.opendcr.statement.SoftwareStatementPrecedence.Stated;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.ClientStorage.StoredClient;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Registers, reads, updates and deletes clients. Whoever calls it has decided that the
 * caller may register; the endpoints do so by {@code RegistrationPermission}. Safe for
 * use by several threads; each method either does all that it says or throws and has
 * changed nothing.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-3">RFC 7591 §3</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7592.html#section-2">RFC 7592 §2</a>
 */
public final class ClientRegistrationService {

	/**
	 * Of a change that others keep coming before.
	 */
	private static final int ATTEMPTS = 10;

	private final StraightLine line;

	private final Credentials credentials;

	private final LostAnswers lostAnswers;

	private final UpdateRequestRules updateRequestRules;

	private final SecretRotation secretRotation;

	private final ClientStorage storage;

	private final RegistrationEvents events;

	private final Clock clock;

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
		this.credentials = credentials;
		this.lostAnswers = credentials.lostAnswers();
		this.updateRequestRules = new UpdateRequestRules(credentials.secrets());
		this.secretRotation = new SecretRotation(credentials, policies, storage, events, clock);
		this.storage = storage;
		this.events = events;
		this.clock = clock;
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
	 * @param registrant on which terms it is let in
	 * @param document what takes part in the write
	 * @return the client
	 * @throws RegistrationException if the metadata is refused
	 * @throws org.springframework.dao.DuplicateKeyException if there is such a client
	 */
	public ClientRegistration registerDocument(String url, Stated stated, Registrant registrant,
			RegistrationConstraint document) {
		return Objects
			.requireNonNull(this.line.followDocument(url, stated, RegistrationContext.of(registrant), null, document))
			.registration();
	}

	/**
	 * Update the client of a document that has changed, or the terms of its client.
	 * @param current the client as it was found
	 * @param stated what the document says, with the claims of its software statement
	 * @param registrant on which terms the client is let in now
	 * @param document what takes part in the write
	 * @return the client, or {@code null} if others changed it in the meantime
	 * @throws RegistrationException if the metadata is refused
	 */
	public @Nullable ClientRegistration updateDocument(StoredClient current, Stated stated, Registrant registrant,
			RegistrationConstraint document) {
		ClientInformation updated = this.line.followDocument(current.registration().clientId(), stated,
				new RegistrationContext(registrant, current.registration()), client(current), document);
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
	 * Find the client that a registration access token belongs to (RFC 7592 §2). A client
	 * that does not exist or has expired, a token that is missing, wrong, expired or
	 * another client's are not told apart.
	 * @param clientId the {@code client_id} in the URL
	 * @param token the token, or {@code null} if none was presented
	 * @return the client, with both its halves
	 * @throws RegistrationException with {@link RegistrationError#INVALID_TOKEN}
	 */
	public StoredClient authenticate(String clientId, @Nullable String token) {
		return authenticate(clientId, token, false);
	}

	/**
	 * Find the client that a registration access token belongs to, for an update. A token
	 * that the last update replaced may repeat that update, and nothing else.
	 * @param clientId the {@code client_id} in the URL
	 * @param token the token, or {@code null} if none was presented
	 * @return the client, with both its halves
	 * @throws RegistrationException with {@link RegistrationError#INVALID_TOKEN}
	 */
	public StoredClient authenticateUpdate(String clientId, @Nullable String token) {
		return authenticate(clientId, token, true);
	}

	private StoredClient authenticate(String clientId, @Nullable String token, boolean formerToo) {
		StoredClient found = this.storage.find(clientId);
		boolean valid = mayManage(token, (found != null) ? found.registration() : null, formerToo);
		// RFC 7592 §2.1: a token is of no use while its client isn't there. It isn't
		// revoked, for a repository that doesn't find the client may lag behind
		if (found == null || found.client() == null || !valid) {
			throw invalidToken();
		}
		return found;
	}

	private static RegistrationException invalidToken() {
		return new RegistrationException(RegistrationError.INVALID_TOKEN,
				"The registration access token is missing, expired or not valid for this client");
	}

	private boolean mayManage(@Nullable String token, @Nullable ClientRegistration registration, boolean formerToo) {
		Instant now = now();
		return token != null
				&& (this.credentials.isValid(token, registration, now)
						|| (formerToo && this.credentials.isUsable(registration, now)
								&& this.lostAnswers.isFormer(token, registration)))
				&& registration != null && isHere(registration, now);
	}

	private static boolean isHere(ClientRegistration registration, Instant now) {
		return !registration.isExpired(now)
				&& (registration.issuer() == null || registration.issuer().equals(IssuerContexts.current()));
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
	}

	/**
	 * Refuse to say anything of a client that is no longer there.
	 * @param clientId the {@code client_id} in the URL
	 * @throws RegistrationException as if the token were not valid
	 */
	public void checkThere(String clientId) {
		StoredClient found = this.storage.find(clientId);
		if (found == null || found.client() == null || !isHere(found.registration(), now())) {
			throw invalidToken();
		}
	}

	/**
	 * Read a client (RFC 7592 §2.1). The client has its token: the former one is void.
	 * @param client the client as it was found
	 * @param token the token that was presented
	 * @return what it is told, without its secret
	 * @throws RegistrationException if another request used up the token in the meantime
	 */
	public ClientInformation read(StoredClient client, String token) {
		StoredClient read = whileTokenIsGood(client, token, false, (found) -> endsGrace(found) ? found : null);
		return ClientInformation.of(read.registration(), client(read), null, token);
	}

	/**
	 * Note that a request failed for which a client was authenticated for an update. If
	 * it presented its current token, it has that: the former one is void.
	 * @param client the client as it was found
	 * @param token the token that was presented
	 */
	public void failed(StoredClient client, String token) {
		if (!this.lostAnswers.isFormer(token, client.registration())) {
			endsGrace(client); // if it changed in the meantime, another request has told
		}
	}

	private boolean endsGrace(StoredClient client) {
		return !this.lostAnswers.isAwaited(client.registration())
				|| this.storage.replace(client.registration().withFormerToken(null));
	}

	/**
	 * Update a client (RFC 7592 §2.2). The last update, with the token that it replaced,
	 * changes nothing more and is answered as it was.
	 * @param current the client as it was found
	 * @param token the token that was presented
	 * @param request all of its metadata as it shall be, with its {@code client_id}
	 * @param condition throws if the client isn't as the request takes it to be. It is
	 * asked right before each attempt, and not of an update that is repeated (RFC 9110
	 * §13.1.1)
	 * @param keeper has kept what the client is told
	 * @return what it is told, with the token and the secret that are valid from now on
	 * @throws RegistrationException if the request is refused, if the client is disabled,
	 * if another one used up the token in the meantime, or if others keep changing the
	 * client
	 */
	public ClientInformation update(StoredClient current, String token, ClientMetadata request,
			Consumer<StoredClient> condition, AnswerKeeper keeper) {
		return whileTokenIsGood(current, token, true, (read) -> {
			ClientInformation lost = this.lostAnswers.again(read, token, request);
			if (lost != null) {
				return lost;
			}
			ClientRegistration before = read.registration();
			UpdateRequestRules.checkStatus(before);
			condition.accept(read);
			this.updateRequestRules.check(request, before, client(read)); // RFC 7592 §2.2
			return this.line.follow(request, RegistrationContext.of(before), client(read),
					new Token(token, before.registrationAccessToken()), keeper);
		});
	}

	/**
	 * Give a client a new secret. The token stays valid.
	 * @param current the client as it was found
	 * @param token the token that was presented
	 * @return what it is told, with the new secret for this once
	 * @throws RegistrationException if the client has no secret or is disabled, if
	 * another request used up the token in the meantime, or if others keep changing the
	 * client
	 */
	public ClientInformation rotateSecret(StoredClient current, String token) {
		return whileTokenIsGood(current, token, false, (read) -> this.secretRotation.rotate(read, token));
	}

	/**
	 * Change a client, again if an operator or another request was faster: that says
	 * nothing of the token, unless it is no longer good now.
	 */
	private <T> T whileTokenIsGood(StoredClient found, String token, boolean formerToo,
			Function<StoredClient, @Nullable T> change) {
		StoredClient current = found;
		for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
			T changed = change.apply(current);
			if (changed != null) {
				return changed;
			}
			current = authenticate(found.registration().clientId(), token, formerToo);
		}
		throw new RegistrationException(RegistrationError.TEMPORARILY_UNAVAILABLE,
				"Other requests keep changing this client; send the request again");
	}

	/**
	 * Whether clients can be deleted: not if the application's repository or services
	 * have no way to (RFC 7592 §2.3).
	 * @return whether {@link #delete} works
	 */
	public boolean isDeleteSupported() {
		return this.storage.missing().isEmpty();
	}

	/**
	 * Delete a client with all that was granted to it (RFC 7592 §2.3).
	 * @param current the client as it was found
	 * @param token the token that was presented
	 * @param condition throws if the client isn't as the request takes it to be
	 * @throws RegistrationException if another request used up the token in the meantime,
	 * or if others keep changing the client
	 */
	public void delete(StoredClient current, String token, Consumer<StoredClient> condition) {
		StoredClient deleted = whileTokenIsGood(current, token, false, (read) -> {
			condition.accept(read);
			return this.storage.delete(read) ? read : null;
		});
		this.events.publish(new ClientEvent.Deleted(deleted.registration()));
	}

	// Who is authenticated has both halves
	private static RegisteredClient client(StoredClient found) {
		return Objects.requireNonNull(found.client());
	}

}
