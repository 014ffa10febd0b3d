package io.github.opendcr.keys;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/**
 * Hashes of values that have as many bits of chance as a key, or that must not be read by
 * anyone who sees them where they are kept: of one length and of plain characters,
 * whatever the value was.
 *
 * @since 0.1.0
 */
public final class Sha256 {

	private Sha256() {
	}

	/**
	 * Hash a value.
	 * @param value the value
	 * @return the SHA-256 of its UTF-8, base64url without padding
	 */
	public static String of(CharSequence value) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256")
				.digest(value.toString().getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	/**
	 * Whether a hash is that of a value, found out in a time that tells nothing of it.
	 * @param hash the hash
	 * @param value the value
	 * @return whether it is
	 */
	public static boolean isOf(String hash, CharSequence value) {
		return MessageDigest.isEqual(hash.getBytes(StandardCharsets.US_ASCII),
				of(value).getBytes(StandardCharsets.US_ASCII));
	}

}
