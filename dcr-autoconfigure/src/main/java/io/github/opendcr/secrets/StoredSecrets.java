package io.github.opendcr.secrets;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.keys.Sha256;

import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * How the secrets of clients are stored: as SHA-256, by the application's
 * {@link PasswordEncoder}, or encrypted for {@code client_secret_jwt}. However new ones
 * are, those that were stored otherwise go on being accepted, so that the settings can
 * change while there are clients. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class StoredSecrets {

	// A secret of 256 random bits gains nothing from a slow hash, which would be paid at
	// each token request
	private static final String FAST = "{dcr-sha256}";

	// Of several, each on a line. Never stored
	private static final String ONE_OF = "{dcr-one-of}";

	private final PasswordEncoder passwordEncoder;

	private final boolean fast;

	private final @Nullable EncryptedSecrets encrypted;

	/**
	 * Create an instance.
	 * @param passwordEncoder the application's encoder, for every secret that isn't ours
	 * @param fast whether new secrets are stored as SHA-256
	 * @param encryptionKey an AES key of 16, 24 or 32 bytes, or {@code null} if no secret
	 * is encrypted
	 * @throws IllegalArgumentException if the key is of another length
	 */
	public StoredSecrets(PasswordEncoder passwordEncoder, boolean fast, byte @Nullable [] encryptionKey) {
		this.passwordEncoder = passwordEncoder;
		this.fast = fast;
		this.encrypted = (encryptionKey != null) ? new EncryptedSecrets(encryptionKey) : null;
	}

	/**
	 * Let several secrets be presented in place of one.
	 * @param encoded what is stored of each
	 * @return what stands for them while a client authenticates
	 */
	public static String oneOf(List<String> encoded) {
		return ONE_OF + String.join("\n", encoded);
	}

	/**
	 * Return what is stored of each secret that may be presented.
	 * @param encoded what is stored, or what {@link #oneOf} made, or {@code null}
	 * @return the secrets as they are stored, none if there is none
	 */
	public static List<String> each(@Nullable String encoded) {
		if (encoded == null) {
			return List.of();
		}
		return encoded.startsWith(ONE_OF) ? List.of(encoded.substring(ONE_OF.length()).split("\n")) : List.of(encoded);
	}

	/**
	 * Encode a secret that nobody reads again.
	 * @param secret the secret
	 * @return what to store
	 */
	public String encode(String secret) {
		String encoded = this.fast ? FAST + Sha256.of(secret) : this.passwordEncoder.encode(secret);
		if (encoded == null) {
			throw new IllegalStateException("The PasswordEncoder bean encoded a client secret to null");
		}
		return encoded;
	}

	/**
	 * Encrypt a secret that is read again.
	 * @param secret the secret
	 * @return what to store, or {@code null} if there is no key
	 */
	public @Nullable String encrypt(String secret) {
		return (this.encrypted != null) ? this.encrypted.encode(secret) : null;
	}

	/**
	 * Whether what is stored is an encrypted secret.
	 * @param encoded what is stored, or {@code null}
	 * @return {@code true} if so, whether it can be decrypted or not
	 */
	public static boolean isEncrypted(@Nullable String encoded) {
		return EncryptedSecrets.isEncrypted(encoded);
	}

	/**
	 * Decrypt a secret.
	 * @param encoded what is stored, or {@code null}
	 * @return the secret, or {@code null} if it isn't encrypted, or not under this key
	 */
	public @Nullable String decrypt(@Nullable String encoded) {
		return (this.encrypted != null && EncryptedSecrets.isEncrypted(encoded)) ? this.encrypted.decode(encoded)
				: null;
	}

	/**
	 * Whether a stored secret was made from the given one; compared in constant time.
	 * @param secret the secret
	 * @param encoded what is stored, or {@code null} if the client has no secret
	 * @return {@code true} if so
	 */
	public boolean matches(String secret, @Nullable String encoded) {
		if (encoded == null) {
			return false;
		}
		if (isEncrypted(encoded)) {
			String current = decrypt(encoded);
			return current != null && areEqual(secret, current);
		}
		return isFast(encoded) ? matchesFast(secret, encoded) : this.passwordEncoder.matches(secret, encoded);
	}

	/**
	 * Whether what is stored is a SHA-256 of ours.
	 * @param encoded what is stored, or {@code null}
	 * @return {@code true} if so
	 */
	public static boolean isFast(@Nullable String encoded) {
		return encoded != null && encoded.startsWith(FAST);
	}

	/**
	 * Whether a SHA-256 of ours was made from a secret; compared in constant time.
	 * @param secret the secret
	 * @param encoded what is stored
	 * @return {@code true} if so
	 */
	public static boolean matchesFast(CharSequence secret, String encoded) {
		return areEqual(encoded.substring(FAST.length()), Sha256.of(secret));
	}

	private static boolean areEqual(String one, String other) {
		return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
	}

}
