package io.github.opendcr.registration;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientCredentialsGenerator;
import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistration.TokenRecord;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.RegisteredClientCustomizer;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.RegistrationTerms;
import io.github.opendcr.RegistrationTermsResolver;
import io.github.opendcr.keys.RecoverableSecrets;
import io.github.opendcr.server.authentication.ClientSecretEncoder;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.ClientStorage.StoredClient;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;

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

	private final RegistrationSettings settings;

	private final MetadataGrant metadataGrant;

	private final RegistrationTermsResolver termsResolver;

	private final ClientCredentialsGenerator generator;

	private final ClientSecrets secrets;

	private final RegistrationAccessTokens tokens;

	private final RegisteredClientMapper mapper;

	private final UpdateRequestRules updateRequestRules;

	private final ClientStorage storage;

	private final RegistrationEvents events;

	private final Clock clock;

	/**
	 * Create the service.
	 * @param settings how clients are registered and managed
	 * @param metadataGrant what is granted of their metadata
	 * @param termsResolver on which terms they are let in
	 * @param generator what makes credentials
	 * @param secretEncoder what encodes client secrets
	 * @param recoverableSecrets what encrypts those of {@code client_secret_jwt}, or
	 * {@code null} if no client can have one
	 * @param customizers what customizes the clients, in order
	 * @param storage where clients live
	 * @param events where events go
	 * @param clock what time it is
	 */
	public ClientRegistrationService(RegistrationSettings settings, MetadataGrant metadataGrant,
			RegistrationTermsResolver termsResolver, ClientCredentialsGenerator generator,
			ClientSecretEncoder secretEncoder, @Nullable RecoverableSecrets recoverableSecrets,
			List<RegisteredClientCustomizer> customizers, ClientStorage storage, RegistrationEvents events,
			Clock clock) {
		this.settings = settings;
		this.metadataGrant = metadataGrant;
		this.termsResolver = termsResolver;
		this.generator = generator;
		this.secrets = new ClientSecrets(settings, generator, secretEncoder, recoverableSecrets);
		this.tokens = new RegistrationAccessTokens(settings);
		this.mapper = new RegisteredClientMapper(customizers);
		this.updateRequestRules = new UpdateRequestRules(this.secrets);
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
		ClientMetadata granted = this.metadataGrant.grant(requested, RegistrationContext.of(registrant));
		RegistrationTerms terms = this.termsResolver.resolve(registrant);
		// if the client_id is taken, with a new one
		return this.storage.withUnusedIdentifiers(() -> register(granted, registrant, terms));
	}

	private ClientInformation register(ClientMetadata granted, Registrant registrant, RegistrationTerms terms) {
		Instant now = now();
		String token = this.settings.managementEnabled() ? this.generator.registrationAccessToken() : null;
		ClientRegistration registration = new ClientRegistration(this.generator.clientId(), orderedId(), granted,
				(token != null) ? this.tokens.record(token, now) : null, now, now, registrant, issuer(),
				terms.approvalRequired() ? ClientStatus.PENDING : ClientStatus.ACTIVE,
				(terms.clientTimeToLive() != null) ? now.plus(terms.clientTimeToLive()) : null);
		RegisteredClient.Builder builder = builder(registration);
		String secret = this.secrets.issue(builder, granted, null, terms.clientSecretTimeToLive(), now);
		RegisteredClient client = this.mapper.map(registration, terms, builder, null);
		this.storage.insert(client, registration);
		this.events.publish(new ClientEvent.Registered(registration));
		return information(registration, client, secret, token);
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
		// RFC 7592 §2.1: a token is of no use while its client isn't there. It isn't
		// revoked:
		// a repository that doesn't find the client may lag behind
		if (!mayManage(token, (found != null) ? found.registration() : null) || found == null
				|| found.client() == null) {
			throw invalidToken();
		}
		return found;
	}

	private boolean mayManage(@Nullable String token, @Nullable ClientRegistration registration) {
		Instant now = now();
		return token != null && this.tokens.isValid(token, registration, now) && registration != null
				&& !registration.isExpired(now)
				&& (registration.issuer() == null || registration.issuer().equals(issuer()));
	}

	/**
	 * Read a client (RFC 7592 §2.1).
	 * @param client the client as it was found
	 * @param token the token that was presented
	 * @return what it is told, without its secret
	 */
	public ClientInformation read(StoredClient client, String token) {
		return information(client.registration(), client(client), null, token);
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
		return whileTokenIsGood(current, token, (read) -> tryUpdate(read, token, request));
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

	private @Nullable ClientInformation tryUpdate(StoredClient current, String presented, ClientMetadata request) {
		ClientRegistration before = current.registration();
		this.updateRequestRules.check(request, before, client(current));
		ClientMetadata granted = this.metadataGrant.grant(request, RegistrationContext.of(before));
		RegistrationTerms terms = this.termsResolver.resolve(before.registrant());
		Instant now = now();
		String token = this.settings.rotateTokenOnUpdate() ? this.generator.registrationAccessToken() : presented;
		TokenRecord tokenRecord = this.settings.rotateTokenOnUpdate() ? this.tokens.record(token, now)
				: before.registrationAccessToken();
		ClientRegistration after = before.updated(granted, tokenRecord, now);
		RegisteredClient.Builder builder = builder(after);
		String secret = this.secrets.issue(builder, granted, client(current), terms.clientSecretTimeToLive(), now);
		RegisteredClient client = this.mapper.map(after, terms, builder, client(current));
		if (!this.storage.update(client, before, after, ClientSecrets.isGivenUp(before.metadata(), granted))) {
			return null;
		}
		this.events.publish(new ClientEvent.Updated(before, after));
		return information(after, client, secret, token);
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

	private static RegisteredClient.Builder builder(ClientRegistration registration) {
		return RegisteredClient.withId(registration.registeredClientId())
			.clientId(registration.clientId())
			.clientIdIssuedAt(registration.issuedAt());
	}

	// Who is authenticated has both halves
	private static RegisteredClient client(StoredClient found) {
		return Objects.requireNonNull(found.client());
	}

	private static ClientInformation information(ClientRegistration registration, RegisteredClient client,
			@Nullable String secret, @Nullable String token) {
		return new ClientInformation(registration, secret, client.getClientSecret() != null,
				client.getClientSecretExpiresAt(), token);
	}

	/**
	 * The issuer of the request, where the server has several; the others' clients are
	 * strangers then.
	 */
	private static @Nullable String issuer() {
		AuthorizationServerContext context = AuthorizationServerContextHolder.getContext();
		return (context != null && context.getAuthorizationServerSettings().isMultipleIssuersAllowed())
				? context.getIssuer() : null;
	}

	/**
	 * Ids in the order of their making, so that an index of them is written at its end
	 * and not all over (RFC 9562 §5.7).
	 */
	private String orderedId() {
		UUID random = UUID.randomUUID();
		long time = this.clock.millis() << 16 | 0x7000 | random.getMostSignificantBits() & 0x0FFF;
		return new UUID(time, random.getLeastSignificantBits()).toString();
	}

	private Instant now() {
		return this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
	}

	private static RegistrationException invalidToken() {
		return new RegistrationException(RegistrationError.INVALID_TOKEN,
				"The registration access token is missing, expired or not valid for this client");
	}

}
