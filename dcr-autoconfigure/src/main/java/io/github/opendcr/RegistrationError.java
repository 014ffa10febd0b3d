package io.github.opendcr;

/**
 * The errors of the registration protocol, each with the name and the HTTP status that it
 * has on the wire.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.2">RFC 7591
 * §3.2.2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750.html#section-3.1">RFC 6750
 * §3.1</a>
 */
public enum RegistrationError {

	/**
	 * A redirection URI is missing or refused (RFC 7591 §3.2.2).
	 */
	INVALID_REDIRECT_URI("invalid_redirect_uri", 400),

	/**
	 * Another member of the client metadata is missing or refused (RFC 7591 §3.2.2).
	 */
	INVALID_CLIENT_METADATA("invalid_client_metadata", 400),

	/**
	 * The software statement is malformed, has expired, is not for this server or is not
	 * signed by its issuer (RFC 7591 §3.2.2).
	 */
	INVALID_SOFTWARE_STATEMENT("invalid_software_statement", 400),

	/**
	 * The software statement's issuer, or what it says, is not trusted here (RFC 7591
	 * §3.2.2).
	 */
	UNAPPROVED_SOFTWARE_STATEMENT("unapproved_software_statement", 400),

	/**
	 * The request itself is malformed, before its metadata is looked at (RFC 6750 §3.1).
	 */
	INVALID_REQUEST("invalid_request", 400),

	/**
	 * Nobody is authenticated, and somebody has to be (RFC 6750 §3).
	 */
	UNAUTHORIZED("invalid_token", 401),

	/**
	 * The token is missing, wrong, expired, revoked or another client's (RFC 6750 §3.1).
	 */
	INVALID_TOKEN("invalid_token", 401),

	/**
	 * The access token lacks the scope that registration needs (RFC 6750 §3.1).
	 */
	INSUFFICIENT_SCOPE("insufficient_scope", 403),

	/**
	 * Whoever is authenticated may not do this.
	 */
	ACCESS_DENIED("access_denied", 403),

	/**
	 * There is no issuer at the path, where the server has several.
	 */
	NOT_FOUND("invalid_request", 404),

	/**
	 * The HTTP method is not supported by this endpoint (RFC 7592 §2).
	 */
	METHOD_NOT_ALLOWED("invalid_request", 405),

	/**
	 * The same request is being answered at this moment (RFC 9110 §15.5.10).
	 */
	CONFLICT("invalid_request", 409),

	/**
	 * The client is no longer as the request takes it to be (RFC 9110 §15.5.13).
	 */
	PRECONDITION_FAILED("invalid_request", 412),

	/**
	 * The body is longer than the server reads.
	 */
	REQUEST_TOO_LARGE("invalid_request", 413),

	/**
	 * The body is not JSON (RFC 7591 §3.1).
	 */
	UNSUPPORTED_MEDIA_TYPE("invalid_request", 415),

	/**
	 * The Idempotency-Key was sent with another request before (RFC 9110 §15.5.21).
	 */
	UNPROCESSABLE_CONTENT("invalid_request", 422),

	/**
	 * There were too many requests like it (RFC 6585 §4). The code is in no RFC, but what
	 * deployed servers answer and the MCP SDK knows.
	 */
	TOO_MANY_REQUESTS("too_many_requests", 429),

	/**
	 * Something failed that the client can't mend; nothing of it is shown.
	 */
	SERVER_ERROR("server_error", 500),

	/**
	 * Something that the server relies on can't be reached now; the request may succeed
	 * later (RFC 6749 §4.1.2.1).
	 */
	TEMPORARILY_UNAVAILABLE("temporarily_unavailable", 503);

	private final String code;

	private final int status;

	RegistrationError(String code, int status) {
		this.code = code;
		this.status = status;
	}

	/**
	 * Return the value of the {@code error} member.
	 * @return the error code as the RFCs spell it
	 */
	public String code() {
		return this.code;
	}

	/**
	 * Return the HTTP status of the answer.
	 * @return the status code
	 */
	public int status() {
		return this.status;
	}

}
