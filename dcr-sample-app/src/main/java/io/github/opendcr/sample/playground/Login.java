package io.github.opendcr.sample.playground;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * What a client remembers from its authorization request until the user comes back.
 *
 * @param state by which it recognizes its own request (RFC 6749 §10.12)
 * @param verifier with which it redeems the code, and nobody else (RFC 7636)
 */
record Login(String state, String verifier) {

	private static final SecureRandom RANDOM = new SecureRandom();

	static Login begin() {
		return new Login(random(), random());
	}

	/**
	 * Return the challenge of the method S256 (RFC 7636 §4.2).
	 */
	String challenge() {
		try {
			return encode(
					MessageDigest.getInstance("SHA-256").digest(this.verifier.getBytes(StandardCharsets.US_ASCII)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	private static String random() {
		byte[] bytes = new byte[32];
		RANDOM.nextBytes(bytes);
		return encode(bytes);
	}

	private static String encode(byte[] bytes) {
		return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
	}

}
