package io.github.opendcr.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * The key under which a used statement is remembered: its issuer and its {@code jti},
 * which may be of any length and of any characters, as a hash.
 */
final class StatementHash {

	private StatementHash() {
	}

	static String of(String issuer, String id) {
		try {
			// an issuer has no blanks: one pair of values, one text
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest((issuer + " " + id).getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

}
