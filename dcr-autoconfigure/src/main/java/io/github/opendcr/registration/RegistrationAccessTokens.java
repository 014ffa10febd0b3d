package io.github.opendcr.registration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistration.TokenRecord;
import io.github.opendcr.keys.Sha256;

/**
 * What is stored of a registration access token, and whether a presented one is it.
 */
final class RegistrationAccessTokens {

	private final RegistrationSettings settings;

	RegistrationAccessTokens(RegistrationSettings settings) {
		this.settings = settings;
	}

	TokenRecord record(String token, Instant now) {
		Instant expiresAt = (this.settings.tokenTimeToLive() != null) ? now.plus(this.settings.tokenTimeToLive())
				: null;
		return new TokenRecord(Sha256.of(token), this.settings.tokenScope(), expiresAt);
	}

	/**
	 * Whether the token is the registration's current one, has the scope that is needed
	 * now, and has not expired.
	 */
	boolean isValid(String token, @Nullable ClientRegistration registration, Instant now) {
		String hash = Sha256.of(token); // computed for unknown clients, too: the same
										// work for
		// either
		TokenRecord stored = (registration != null) ? registration.registrationAccessToken() : null;
		return stored != null && MessageDigest.isEqual(ascii(hash), ascii(stored.hash()))
				&& stored.scope().equals(this.settings.tokenScope())
				&& (stored.expiresAt() == null || now.isBefore(stored.expiresAt()));
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
