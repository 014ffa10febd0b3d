package io.github.opendcr.registration;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Base64;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistration.TokenRecord;

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
		return new TokenRecord(hash(token), this.settings.tokenScope(), expiresAt);
	}

	/**
	 * Whether the token is the registration's current one, has the scope that is needed
	 * now, and has not expired.
	 */
	boolean isValid(String token, @Nullable ClientRegistration registration, Instant now) {
		String hash = hash(token); // computed for unknown clients, too: the same work for
									// either
		TokenRecord stored = (registration != null) ? registration.registrationAccessToken() : null;
		return stored != null && MessageDigest.isEqual(ascii(hash), ascii(stored.hash()))
				&& stored.scope().equals(this.settings.tokenScope())
				&& (stored.expiresAt() == null || now.isBefore(stored.expiresAt()));
	}

	private static String hash(String token) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
