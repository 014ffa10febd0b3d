package io.github.opendcr.server;

import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;

/**
 * A client that is pending, disabled, expired or gone was looked up. Without a request in
 * it, the authorization endpoint redirects nowhere; all others take it for any
 * {@code OAuth2AuthenticationException}.
 */
final class ClientUnavailableException extends OAuth2AuthorizationCodeRequestAuthenticationException {

	private static final long serialVersionUID = 1L;

	ClientUnavailableException(String description) {
		super(new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT, description, null), null);
	}

	static ClientUnavailableException unknown() {
		return new ClientUnavailableException("This client is not registered at this server, or no longer. "
				+ "It has to register again before it can send you here.");
	}

}
