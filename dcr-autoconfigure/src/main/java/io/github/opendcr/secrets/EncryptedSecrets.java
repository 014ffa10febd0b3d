package io.github.opendcr.secrets;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

import org.springframework.lang.Contract;
import org.springframework.security.crypto.encrypt.AesBytesEncryptor;
import org.springframework.security.crypto.encrypt.BytesEncryptor;
import org.springframework.security.crypto.keygen.KeyGenerators;

/**
 * Keeps client secrets so that they can be read again, which {@code client_secret_jwt}
 * needs: encrypted with AES-GCM, under a key that isn't in the database. Safe for use by
 * several threads.
 */
final class EncryptedSecrets {

	private static final String PREFIX = "{dcr-aes-gcm}";

	private static final int IV_BYTES = 16;

	private final BytesEncryptor encryptor;

	/**
	 * Create an instance. What replaces the deprecated class isn't in Spring Security
	 * 7.1.0, and writes the same.
	 * @param key an AES key: 16, 24 or 32 bytes
	 * @throws IllegalArgumentException if the key is of another length
	 */
	@SuppressWarnings("deprecation")
	EncryptedSecrets(byte[] key) {
		if (key.length != 16 && key.length != 24 && key.length != 32) {
			throw new IllegalArgumentException("An AES key has 16, 24 or 32 bytes, not " + key.length);
		}
		this.encryptor = new AesBytesEncryptor(new SecretKeySpec(key, "AES"), KeyGenerators.secureRandom(IV_BYTES),
				AesBytesEncryptor.CipherAlgorithm.GCM);
	}

	/**
	 * Encrypt a secret.
	 * @param secret the secret
	 * @return what to store
	 */
	String encode(String secret) {
		byte[] encrypted = this.encryptor.encrypt(secret.getBytes(StandardCharsets.UTF_8));
		return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(encrypted);
	}

	/**
	 * Whether what is stored can be read again.
	 * @param encoded what is stored, or {@code null}
	 * @return {@code true} if {@link #encode} made it
	 */
	@Contract("null -> false")
	static boolean isEncrypted(@Nullable String encoded) {
		return encoded != null && encoded.startsWith(PREFIX);
	}

	/**
	 * Decrypt a secret.
	 * @param encoded what is stored
	 * @return the secret, or {@code null} if it was encrypted under another key or
	 * changed since
	 */
	@Nullable String decode(String encoded) {
		try {
			byte[] encrypted = Base64.getUrlDecoder().decode(encoded.substring(PREFIX.length()));
			if (encrypted.length < IV_BYTES) {
				return null;
			}
			return new String(this.encryptor.decrypt(encrypted), StandardCharsets.UTF_8);
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			return null; // nobody knows it any more
		}
	}

}
