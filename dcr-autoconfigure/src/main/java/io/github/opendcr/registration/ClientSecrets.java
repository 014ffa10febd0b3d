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
import io.github.opendcr.RegistrationException;
import io.github.opendcr.policy.RegistrationTerms;
import io.github.opendcr.secrets.StoredSecrets;

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
	 * Set the secret of the client that is being built, if it needs one.
	 * @param client the client, without a secret yet
	 * @param metadata what was granted
	 * @param current the client as it was, or {@code null} if it is new
	 * @param terms how long a new secret lives
	 * @return the secret if a new one was issued, otherwise {@code null}
	 */
	@Nullable String issue(RegisteredClient.Builder client, ClientMetadata metadata, @Nullable RegisteredClient current,
			RegistrationTerms terms, Instant now) {
		if (!METHODS_WITH_SECRET.contains(metadata.getTokenEndpointAuthMethod())) {
			return null;
		}
		boolean signs = metadata.getTokenEndpointAuthMethod().equals(SECRET_JWT);
		if (current != null && current.getClientSecret() != null && !mustRotate(current, now)
				&& isUsable(current.getClientSecret(), signs)) {
			set(client, current.getClientSecret(), current.getClientSecretExpiresAt());
			return null;
		}
		Duration timeToLive = terms.clientSecretTimeToLive();
		String secret = this.generator.clientSecret();
		set(client, signs ? encrypt(secret) : this.stored.encode(secret),
				(timeToLive != null) ? notTwice(now.plus(timeToLive)) : null);
		return secret;
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
		if (expiresAt != null) {
			client.clientSecretExpiresAt(expiresAt);
		}
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

}
