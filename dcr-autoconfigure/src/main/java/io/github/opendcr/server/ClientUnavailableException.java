package io.github.opendcr.server;

import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;

/**
 * A client that is pending, disabled or expired was looked up. Without a request in it,
 * the authorization endpoint redirects nowhere; all others take it for any
 * {@code OAuth2AuthenticationException}.
 */
final class ClientUnavailableException extends OAuth2AuthorizationCodeRequestAuthenticationException {

	private static final long serialVersionUID = 1L;

	ClientUnavailableException(String description) {
		super(new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT, description, null), null);
	}

}
