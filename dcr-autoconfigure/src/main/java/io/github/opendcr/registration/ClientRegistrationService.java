package io.github.opendcr.registration;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegisteredClientCustomizer;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.registration.Credentials.Token;
import io.github.opendcr.server.discovery.IssuerContexts;
import io.github.opendcr.statement.SoftwareStatementPrecedence;
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

	private final UpdateRequestRules updateRequestRules;

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
	 * @param clock what time it is
	 */
	public ClientRegistrationService(SoftwareStatementPrecedence statements, MetadataGrant metadataGrant,
			RegistrationPolicies policies, Credentials credentials, List<RegisteredClientCustomizer> customizers,
			ClientStorage storage, RegistrationEvents events, Clock clock) {
		this.line = new StraightLine(statements, metadataGrant, policies, credentials,
				new RegisteredClientMapper(customizers), storage, events, clock);
		this.credentials = credentials;
		this.updateRequestRules = new UpdateRequestRules(credentials.secrets());
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
		// if the client_id is taken, with a new one
		return this.storage.withUnusedIdentifiers(() -> Objects
			.requireNonNull(this.line.follow(requested, RegistrationContext.of(registrant), null, null)));
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
		StoredClient found = this.storage.find(clientId);
		boolean valid = mayManage(token, (found != null) ? found.registration() : null);
		// RFC 7592 §2.1: a token is of no use while its client isn't there. It isn't
		// revoked, for a repository that doesn't find the client may lag behind
		if (found == null || found.client() == null || !valid) {
			throw new RegistrationException(RegistrationError.INVALID_TOKEN,
					"The registration access token is missing, expired or not valid for this client");
		}
		return found;
	}

	private boolean mayManage(@Nullable String token, @Nullable ClientRegistration registration) {
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		return token != null && this.credentials.isValid(token, registration, now) && registration != null
				&& !registration.isExpired(now)
				&& (registration.issuer() == null || registration.issuer().equals(IssuerContexts.current()));
	}

	/**
	 * Read a client (RFC 7592 §2.1).
	 * @param client the client as it was found
	 * @param token the token that was presented
	 * @return what it is told, without its secret
	 */
	public ClientInformation read(StoredClient client, String token) {
		return ClientInformation.of(client.registration(), client(client), null, token);
	}

	/**
	 * Update a client (RFC 7592 §2.2).
	 * @param current the client as it was found
	 * @param token the token that was presented
	 * @param request all of its metadata as it shall be, with its {@code client_id}
	 * @return what it is told, with the token and the secret that are valid from now on
	 * @throws RegistrationException if the request is refused, if the client is disabled,
	 * if another one used up the token in the meantime, or if others keep changing the
	 * client
	 */
	public ClientInformation update(StoredClient current, String token, ClientMetadata request) {
		return whileTokenIsGood(current, token, (read) -> {
			ClientRegistration before = read.registration();
			this.updateRequestRules.check(request, before, client(read)); // RFC 7592 §2.2
			return this.line.follow(request, RegistrationContext.of(before), client(read),
					new Token(token, before.registrationAccessToken()));
		});
	}

	/**
	 * Change a client, again if an operator or another request was faster: that says
	 * nothing of the token, unless it is no longer good now.
	 */
	private <T> T whileTokenIsGood(StoredClient found, String token, Function<StoredClient, @Nullable T> change) {
		StoredClient current = found;
		for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
			T changed = change.apply(current);
			if (changed != null) {
				return changed;
			}
			current = authenticate(found.registration().clientId(), token);
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
	 * @throws RegistrationException if another request used up the token in the meantime,
	 * or if others keep changing the client
	 */
	public void delete(StoredClient current, String token) {
		StoredClient deleted = whileTokenIsGood(current, token, (read) -> this.storage.delete(read) ? read : null);
		this.events.publish(new ClientEvent.Deleted(deleted.registration()));
	}

	// Who is authenticated has both halves
	private static RegisteredClient client(StoredClient found) {
		return Objects.requireNonNull(found.client());
	}

}
