package io.github.opendcr.registration;

import java.time.Clock;
import java.time.Instant;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientCredentialsGenerator;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistration.TokenRecord;
import io.github.opendcr.keys.Sha256;
import io.github.opendcr.secrets.StoredSecrets;

/**
 * By what a client is known and knows itself: identifiers, its secret and its
 * registration access token. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class Credentials {

	private final RegistrationSettings settings;

	private final ClientCredentialsGenerator generator;

	private final ClientSecrets secrets;

	private final Clock clock;

	/**
	 * Create the credentials.
	 * @param settings how clients are registered and managed
	 * @param generator what makes credentials
	 * @param secrets how client secrets are stored
	 * @param clock what time it is
	 */
	public Credentials(RegistrationSettings settings, ClientCredentialsGenerator generator, StoredSecrets secrets,
			Clock clock) {
		this.settings = settings;
		this.generator = generator;
		this.secrets = new ClientSecrets(settings, generator, secrets);
		this.clock = clock;
	}

	ClientSecrets secrets() {
		return this.secrets;
	}

	String clientId() {
		return this.generator.clientId();
	}

	/**
	 * Return a new {@code id} of a {@code RegisteredClient}. They are in the order of
	 * their making, so that an index of them is written at its end and not all over (RFC
	 * 9562 §5.7).
	 */
	String registeredClientId() {
		UUID random = UUID.randomUUID();
		long time = this.clock.millis() << 16 | 0x7000 | random.getMostSignificantBits() & 0x0FFF;
		return new UUID(time, random.getLeastSignificantBits()).toString();
	}

	/**
	 * Return the token that is valid from now on.
	 * @param presented the token that was presented, or {@code null} if the client is new
	 * @return a new one, or the same if it isn't rotated
	 */
	Token token(@Nullable Token presented, Instant now) {
		if (presented != null && !this.settings.rotateTokenOnUpdate()) {
			return presented;
		}
		if (!this.settings.managementEnabled()) {
			return Token.NONE;
		}
		String token = this.generator.registrationAccessToken();
		Instant expiresAt = (this.settings.tokenTimeToLive() != null) ? now.plus(this.settings.tokenTimeToLive())
				: null;
		return new Token(token, new TokenRecord(Sha256.of(token), this.settings.tokenScope(), expiresAt));
	}

	/**
	 * Return a new registration access token.
	 * @return the token
	 * @throws UnsupportedOperationException if clients can't manage their registrations
	 */
	public Token newToken() {
		Token token = token(null, this.clock.instant());
		if (token.value() == null) {
			throw new UnsupportedOperationException(
					"Clients can't manage their registrations: dcr.management.enabled is false");
		}
		return token;
	}

	/**
	 * Whether the token is the registration's current one.
	 */
	static boolean isCurrent(String token, ClientRegistration registration) {
		String hash = registration.tokenHash();
		return hash != null && Sha256.isOf(hash, token);
	}

	/**
	 * Whether the registration's current token has the scope that is needed now, and has
	 * not expired.
	 */
	boolean isUsable(ClientRegistration registration, Instant now) {
		TokenRecord stored = registration.registrationAccessToken();
		return stored != null && stored.scope().equals(this.settings.tokenScope())
				&& (stored.expiresAt() == null || now.isBefore(stored.expiresAt()));
	}

	/**
	 * Return what answers an update again whose answer was lost.
	 */
	LostAnswers lostAnswers() {
		return new LostAnswers(this.settings.tokenRotationGrace(), this.clock);
	}

	/**
	 * A registration access token.
	 *
	 * @param value the token itself, or {@code null} if management is off
	 * @param stored what is stored of it
	 */
	public record Token(@Nullable String value, @Nullable TokenRecord stored) {

		/**
		 * No token.
		 */
		static final Token NONE = new Token(null, null);

	}

}
