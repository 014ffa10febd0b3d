package io.github.opendcr.server.authentication;

import org.jspecify.annotations.Nullable;

import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Encodes the secrets that are issued to clients. Whatever the encoder, secrets that were
 * stored by the other one go on being accepted, so the mode can change while there are
 * clients. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public interface ClientSecretEncoder {

	/**
	 * Return an encoder that hashes with SHA-256. A secret of 256 random bits gains
	 * nothing from a slow hash, which would be paid at each token request.
	 * @param passwordEncoder the application's encoder, for secrets that it encoded
	 * @return the encoder
	 */
	static ClientSecretEncoder fast(PasswordEncoder passwordEncoder) {
		return new SecretPasswordEncoder(passwordEncoder, true);
	}

	/**
	 * Return an encoder that leaves the work to the application's.
	 * @param passwordEncoder the application's encoder
	 * @return the encoder
	 */
	static ClientSecretEncoder application(PasswordEncoder passwordEncoder) {
		return new SecretPasswordEncoder(passwordEncoder, false);
	}

	/**
	 * Encode a secret.
	 * @param secret the secret
	 * @return what to store
	 */
	String encode(String secret);

	/**
	 * Whether a stored secret was made from the given one; compared in constant time.
	 * @param secret the secret
	 * @param encoded what is stored, or {@code null} if the client has no secret
	 * @return {@code true} if so
	 */
	boolean matches(String secret, @Nullable String encoded);

}
