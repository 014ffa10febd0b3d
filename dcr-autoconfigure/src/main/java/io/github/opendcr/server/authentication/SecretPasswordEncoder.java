package io.github.opendcr.server.authentication;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.keys.Sha256;

import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Encodes and checks the secrets of dynamic clients.
 *
 * @param delegate the application's encoder, for every secret that isn't ours
 * @param fast whether secrets are encoded by us
 */
record SecretPasswordEncoder(PasswordEncoder delegate, boolean fast) implements ClientSecretEncoder {

	private static final String PREFIX = "{dcr-sha256}";

	@Override
	public String encode(String secret) {
		String encoded = this.fast ? PREFIX + Sha256.of(secret) : this.delegate.encode(secret);
		if (encoded == null) {
			throw new IllegalStateException("The PasswordEncoder bean encoded a client secret to null");
		}
		return encoded;
	}

	@Override
	public boolean matches(String secret, @Nullable String encoded) {
		if (encoded == null) {
			return false;
		}
		return isFast(encoded) ? matchesFast(secret, encoded) : this.delegate.matches(secret, encoded);
	}

	static boolean isFast(@Nullable String encoded) {
		return encoded != null && encoded.startsWith(PREFIX);
	}

	static boolean matchesFast(CharSequence secret, String encoded) {
		byte[] expected = encoded.substring(PREFIX.length()).getBytes(StandardCharsets.UTF_8);
		return MessageDigest.isEqual(expected, Sha256.of(secret).getBytes(StandardCharsets.UTF_8));
	}

}
