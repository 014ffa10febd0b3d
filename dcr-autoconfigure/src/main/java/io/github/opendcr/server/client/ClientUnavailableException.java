package io.github.opendcr.server.client;

import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;

/**
 * A client that is pending, disabled, expired or gone was looked up. Without a request in
 * it, the authorization endpoint redirects nowhere; all others take it for any
 * {@code OAuth2AuthenticationException}.
 *
 * @since 0.1.0
 */
public final class ClientUnavailableException extends OAuth2AuthorizationCodeRequestAuthenticationException {

	private static final long serialVersionUID = 1L;

	private final Unavailability reason;

	/**
	 * Create an exception.
	 * @param reason why the client may not be used
	 */
	public ClientUnavailableException(Unavailability reason) {
		super(new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT, reason.sentence(), null), null);
		this.reason = reason;
	}

	/**
	 * Create an exception for a client that isn't there.
	 * @return the exception
	 */
	public static ClientUnavailableException unknown() {
		return new ClientUnavailableException(Unavailability.UNKNOWN);
	}

	/**
	 * Return why the client may not be used.
	 * @return the reason
	 */
	public Unavailability getReason() {
		return this.reason;
	}

}
