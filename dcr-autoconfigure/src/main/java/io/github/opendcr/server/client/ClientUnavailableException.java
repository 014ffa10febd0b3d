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

	/**
	 * Create an exception.
	 * @param description a sentence for the user
	 */
	public ClientUnavailableException(String description) {
		super(new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT, description, null), null);
	}

	/**
	 * Create an exception for a client that isn't there.
	 * @return the exception
	 */
	public static ClientUnavailableException unknown() {
		return new ClientUnavailableException("This client is not registered at this server, or no longer. "
				+ "It has to register again before it can send you here.");
	}

}
