package io.github.opendcr;

/**
 * Makes the credentials of a client. Values are unguessable, unique, and of characters
 * that need no encoding in a URL. Safe for use by several threads: it is called for each
 * registration, and for each secret or token that is replaced.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-5">RFC 7591 §5</a>
 */
public interface ClientCredentialsGenerator {

	/**
	 * Return a new {@code client_id}. Called again, twice at most, if the store says that
	 * it is taken.
	 * @return up to 100 characters
	 */
	String clientId();

	/**
	 * Return a new {@code client_secret}.
	 * @return up to 72 characters, with at least 128 bits of entropy
	 */
	String clientSecret();

	/**
	 * Return a new registration access token.
	 * @return a token with at least 128 bits of entropy
	 */
	String registrationAccessToken();

}
