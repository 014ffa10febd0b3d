package io.github.opendcr.subject;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes pairwise subjects by HMAC-SHA256 over sector and local subject, keyed by a salt
 * that only the server knows. Safe for use by several threads.
 */
final class HmacPairwiseSubjectGenerator implements PairwiseSubjectGenerator {

	/**
	 * The fewest characters that a salt may have; with fewer, whoever sees a subject
	 * could try all of them.
	 */
	private static final int MIN_SALT_LENGTH = 16;

	private static final String ALGORITHM = "HmacSHA256";

	private final SecretKeySpec salt;

	/**
	 * Create a generator.
	 * @param salt the salt; another one makes other subjects of all users
	 * @throws IllegalArgumentException if it is shorter than {@link #MIN_SALT_LENGTH}
	 */
	HmacPairwiseSubjectGenerator(String salt) {
		if (salt.length() < MIN_SALT_LENGTH) {
			throw new IllegalArgumentException("must have at least " + MIN_SALT_LENGTH + " characters");
		}
		this.salt = new SecretKeySpec(salt.getBytes(StandardCharsets.UTF_8), ALGORITHM);
	}

	@Override
	public String generate(String sector, String localSubject) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.salt);
			mac.update(sector.getBytes(StandardCharsets.UTF_8));
			mac.update((byte) 0); // no host has it, so that no two pairs read alike
			mac.update(localSubject.getBytes(StandardCharsets.UTF_8));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal());
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has HmacSHA256", ex);
		}
	}

}
