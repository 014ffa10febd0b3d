package io.github.opendcr.registration;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientCredentialsGenerator;
import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.policy.RegistrationTerms;
import io.github.opendcr.secrets.StoredSecrets;
import io.github.opendcr.server.client.FormerSecrets;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Gives a client the secret that its method of authentication needs, and takes it away
 * where none is needed (RFC 7591 §3.2.1, §5).
 */
final class ClientSecrets {

	private static final String SECRET_JWT = "client_secret_jwt";

	private static final Set<String> METHODS_WITH_SECRET = Set.of("client_secret_basic", "client_secret_post",
			SECRET_JWT);

	private final RegistrationSettings settings;

	private final ClientCredentialsGenerator generator;

	private final StoredSecrets stored;

	ClientSecrets(RegistrationSettings settings, ClientCredentialsGenerator generator, StoredSecrets stored) {
		this.settings = settings;
		this.generator = generator;
		this.stored = stored;
	}

	/**
	 * Whether a client of this metadata has a secret.
	 */
	static boolean isFor(ClientMetadata metadata) {
		return METHODS_WITH_SECRET.contains(metadata.getTokenEndpointAuthMethod());
	}

	/**
	 * Set the secret of the client that is being built, if it needs one.
	 * @param client the client, without a secret yet
	 * @param metadata what was granted
	 * @param current the client as it was, or {@code null} if it is new
	 * @param terms how long a new secret lives
	 * @return the secret if a new one was issued, otherwise {@code null}
	 */
	@Nullable String issue(RegisteredClient.Builder client, ClientMetadata metadata, @Nullable RegisteredClient current,
			RegistrationTerms terms, Instant now) {
		if (!isFor(metadata)) {
			return null;
		}
		boolean signs = metadata.getTokenEndpointAuthMethod().equals(SECRET_JWT);
		if (current != null && current.getClientSecret() != null && !mustRotate(current, now)
				&& isUsable(current.getClientSecret(), signs)) {
			set(client, current.getClientSecret(), current.getClientSecretExpiresAt());
			return null;
		}
		return issue(client, signs, terms, now);
	}

	private String issue(RegisteredClient.Builder client, boolean signs, RegistrationTerms terms, Instant now) {
		Duration timeToLive = terms.clientSecretTimeToLive();
		String secret = this.generator.clientSecret();
		set(client, signs ? encrypt(secret) : this.stored.encode(secret),
				(timeToLive != null) ? notTwice(now.plus(timeToLive)) : null);
		return secret;
	}

	/**
	 * Give a client a new secret, and leave all else as it is.
	 * @param current the client as it was
	 * @param metadata what it was granted
	 * @param terms how long a new secret lives
	 * @throws RegistrationException if the client has no secret
	 */
	Rotated rotate(RegisteredClient current, ClientMetadata metadata, RegistrationTerms terms, Instant now) {
		String method = metadata.getTokenEndpointAuthMethod();
		if (!isFor(metadata)) {
			throw new RegistrationException(RegistrationError.INVALID_REQUEST,
					"A client with the token_endpoint_auth_method '%s' has no secret to rotate; %s".formatted(method,
							method.equals("none") ? "it would have to register a method with a secret"
									: "update its jwks, or what jwks_uri points to"));
		}
		RegisteredClient.Builder client = RegisteredClient.from(current);
		String secret = issue(client, method.equals(SECRET_JWT), terms, now);
		return new Rotated(overlapping(client.build(), current, now), secret);
	}

	/**
	 * Let a client go on using the secrets that it had, for as long as they overlap with
	 * the new one.
	 * @param client the client
	 * @param current the client as it was, or {@code null} if it is new
	 */
	RegisteredClient overlapping(RegisteredClient client, @Nullable RegisteredClient current, Instant now) {
		String secret = client.getClientSecret();
		String replaced = (current != null) ? current.getClientSecret() : null;
		// one that signs is of no use to who doesn't, nor the other way round
		if (current == null || secret == null || replaced == null
				|| StoredSecrets.isEncrypted(secret) != StoredSecrets.isEncrypted(replaced)) {
			return FormerSecrets.NONE.in(client);
		}
		FormerSecrets former = FormerSecrets.of(current, now);
		Instant until = now.plus(this.settings.secretRotationOverlap());
		Instant expiresAt = current.getClientSecretExpiresAt();
		if (expiresAt != null && expiresAt.isBefore(until)) {
			until = expiresAt;
		}
		boolean overlaps = !secret.equals(replaced) && now.isBefore(until);
		return (overlaps ? former.and(replaced, until) : former).in(client);
	}

	/**
	 * Move a time in the hour that comes twice behind it: Spring's column has times
	 * without zone, and no driver tells the first from the second.
	 */
	private static Instant notTwice(Instant time) {
		ZoneId zone = ZoneId.systemDefault();
		ZoneOffsetTransition transition = zone.getRules().getTransition(LocalDateTime.ofInstant(time, zone));
		return (transition != null && transition.isOverlap())
				? transition.getDateTimeBefore().toInstant(transition.getOffsetAfter()) : time;
	}

	private static void set(RegisteredClient.Builder client, String encodedSecret, @Nullable Instant expiresAt) {
		client.clientSecret(encodedSecret);
		setExpiresAt(client, expiresAt);
	}

	@SuppressWarnings("NullAway") // no other way to take the end of the former one away
	private static void setExpiresAt(RegisteredClient.Builder client, @Nullable Instant expiresAt) {
		client.clientSecretExpiresAt(expiresAt);
	}

	/**
	 * Whether a client that had to authenticate no longer has to: tokens that were of use
	 * to nobody without its secret must not become so.
	 */
	static boolean isGivenUp(ClientMetadata before, ClientMetadata after) {
		return !before.getTokenEndpointAuthMethods().contains("none")
				&& after.getTokenEndpointAuthMethods().contains("none");
	}

	boolean matches(String secret, RegisteredClient client) {
		return this.stored.matches(secret, client.getClientSecret());
	}

	private boolean isUsable(String encoded, boolean signs) {
		return signs ? this.stored.decrypt(encoded) != null : !StoredSecrets.isEncrypted(encoded);
	}

	private String encrypt(String secret) {
		String encrypted = this.stored.encrypt(secret);
		if (encrypted == null) {
			throw RegistrationException.invalidMetadata("token_endpoint_auth_method",
					"The token_endpoint_auth_method 'client_secret_jwt' is not supported by this server; use another one");
		}
		return encrypted;
	}

	private boolean mustRotate(RegisteredClient client, Instant now) {
		Instant expiresAt = client.getClientSecretExpiresAt();
		return this.settings.rotateSecretOnUpdate() || (expiresAt != null && !now.isBefore(expiresAt));
	}

	/**
	 * A client with a new secret.
	 *
	 * @param client the client
	 * @param secret the secret itself
	 */
	record Rotated(RegisteredClient client, String secret) {

		/**
		 * Return a description without secrets.
		 * @return the client id
		 */
		@Override
		public String toString() {
			return "Rotated[clientId=" + this.client.getClientId() + "]";
		}

	}

}
