package io.github.opendcr;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A request that is refused, with what the client may know of the reason. The message is
 * the {@code error_description} of the answer: a sentence that says what to change. It
 * goes out as ASCII, any other character replaced, and must hold nothing from inside: no
 * SQL, no class names, no secrets. A cause is for the log only.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.2">RFC 7591
 * §3.2.2</a>
 */
public class RegistrationException extends RuntimeException {

	private static final Pattern CHALLENGE = Pattern.compile("[A-Za-z0-9!#$%&'*+.^_`|~-]+( [\\x20-\\x7E]+)?");

	private final RegistrationError error;

	private final @Nullable String member;

	private final @Nullable String challenge;

	/**
	 * Create an exception that concerns no single member of the client metadata.
	 * @param error the protocol's error
	 * @param description what the client is told
	 */
	public RegistrationException(RegistrationError error, String description) {
		this(error, null, description, null);
	}

	/**
	 * Create an exception that concerns one member of the client metadata.
	 * @param error the protocol's error
	 * @param member the member's name, or {@code null} if there is no single one
	 * @param description what the client is told
	 */
	public RegistrationException(RegistrationError error, @Nullable String member, String description) {
		this(error, member, description, null);
	}

	/**
	 * Create an exception that keeps its cause for the log.
	 * @param error the protocol's error
	 * @param member the member's name, or {@code null} if there is no single one
	 * @param description what the client is told
	 * @param cause what the client is not told
	 */
	public RegistrationException(RegistrationError error, @Nullable String member, String description,
			@Nullable Throwable cause) {
		this(error, member, description, null, cause);
	}

	private RegistrationException(RegistrationError error, @Nullable String member, String description,
			@Nullable String challenge, @Nullable Throwable cause) {
		super(description, cause);
		this.error = error;
		this.member = member;
		this.challenge = challenge;
	}

	/**
	 * Return an {@code invalid_client_metadata} error.
	 * @param member the member's name
	 * @param description what is wrong with it and what to send instead
	 * @return the exception
	 */
	public static RegistrationException invalidMetadata(String member, String description) {
		return new RegistrationException(RegistrationError.INVALID_CLIENT_METADATA, member, description);
	}

	/**
	 * Return an {@code invalid_redirect_uri} error.
	 * @param description what is wrong with the URI and what to send instead
	 * @return the exception
	 */
	public static RegistrationException invalidRedirectUri(String description) {
		return new RegistrationException(RegistrationError.INVALID_REDIRECT_URI, "redirect_uris", description);
	}

	/**
	 * Return an {@code invalid_token} error for a token that doesn't let its holder
	 * register: one answer, whatever is wrong with it.
	 * @param cause what the client is not told, or {@code null}
	 * @return the exception
	 */
	public static RegistrationException invalidToken(@Nullable Throwable cause) {
		return new RegistrationException(RegistrationError.INVALID_TOKEN, null,
				"The access token is malformed, expired, used up, revoked or not of this server", cause);
	}

	/**
	 * Return an error for a caller who isn't authenticated in the way that a
	 * {@link RegistrationPermission} asks for.
	 * @param challenge how to authenticate: the value of the {@code WWW-Authenticate}
	 * header, which a 401 must have; printable ASCII (RFC 9110 §11.6.1)
	 * @param description what is missing and what to send instead
	 * @return the exception
	 * @throws IllegalArgumentException if the challenge is no such text
	 */
	public static RegistrationException unauthorized(String challenge, String description) {
		if (!CHALLENGE.matcher(challenge).matches()) {
			throw new IllegalArgumentException("challenge must be printable ASCII, and begin with a scheme");
		}
		return new RegistrationException(RegistrationError.UNAUTHORIZED, null, description, challenge, null);
	}

	/**
	 * Return the protocol's error.
	 * @return the error code and status
	 */
	public RegistrationError getError() {
		return this.error;
	}

	/**
	 * Return the name of the member that is refused.
	 * @return the name, or {@code null} if the error concerns no single member
	 */
	public @Nullable String getMember() {
		return this.member;
	}

	/**
	 * Return how the client is asked to authenticate.
	 * @return the value of the {@code WWW-Authenticate} header, or {@code null} for that
	 * of the endpoint
	 */
	public @Nullable String getChallenge() {
		return this.challenge;
	}

	/**
	 * Return what the client is told.
	 * @return the description, never {@code null}
	 */
	public String getDescription() {
		String message = getMessage();
		return (message != null) ? message : "";
	}

}
