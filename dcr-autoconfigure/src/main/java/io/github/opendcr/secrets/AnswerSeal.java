package io.github.opendcr.secrets;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.stream.Collectors;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.keys.Sha256;

/**
 * Keeps an answer for whoever repeats the request: encrypted with AES-GCM, under a key
 * that is made by HKDF of what the request brings, and is kept nowhere. Whoever reads
 * what is stored reads nothing of the answer. Safe for use by several threads.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5869.html">RFC 5869</a>
 */
public final class AnswerSeal {

	private static final String HMAC = "HmacSHA256";

	private static final byte[] NO_SALT = new byte[32];

	private final EncryptedSecrets encrypted;

	private AnswerSeal(EncryptedSecrets encrypted) {
		this.encrypted = encrypted;
	}

	/**
	 * Return the seal of a request.
	 * @param purpose what it is for: answers that were sealed for another one stay closed
	 * @param known all that the request has to bring again, at least one of it a secret
	 * that nobody can guess
	 * @return the seal
	 */
	public static AnswerSeal of(String purpose, String... known) {
		// of one length each, so that no two requests are one text
		String material = Arrays.stream(known).map(Sha256::of).collect(Collectors.joining());
		// RFC 5869 §2.2 and §2.3
		byte[] extracted = hmac(NO_SALT, material);
		return new AnswerSeal(new EncryptedSecrets(hmac(extracted, purpose + '\1')));
	}

	private static byte[] hmac(byte[] key, String text) {
		try {
			Mac mac = Mac.getInstance(HMAC);
			mac.init(new SecretKeySpec(key, HMAC));
			return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Every Java platform has " + HMAC, ex);
		}
	}

	/**
	 * Encrypt an answer.
	 * @param answer the answer
	 * @return what to store, in characters of ASCII
	 */
	public String close(String answer) {
		return this.encrypted.encode(answer);
	}

	/**
	 * Decrypt an answer.
	 * @param closed what is stored
	 * @return the answer, or {@code null} if it is that of another request
	 */
	public @Nullable String open(String closed) {
		return EncryptedSecrets.isEncrypted(closed) ? this.encrypted.decode(closed) : null;
	}

}
