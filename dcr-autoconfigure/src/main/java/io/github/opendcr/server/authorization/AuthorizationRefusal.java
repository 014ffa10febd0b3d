package io.github.opendcr.server.authorization;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Makes errors that are sent to the client.
 */
final class AuthorizationRefusal {

	private AuthorizationRefusal() {
	}

	/**
	 * Make an error.
	 * @param request a request with a redirect URI that was found to be the client's, or
	 * without one
	 */
	static OAuth2AuthorizationCodeRequestAuthenticationException of(String code, String description,
			OAuth2AuthorizationCodeRequestAuthenticationToken request, RegisteredClient client) {
		String redirectUri = request.getRedirectUri();
		return of(code, description, request,
				(redirectUri != null) ? redirectUri : client.getRedirectUris().iterator().next());
	}

	/**
	 * Make an error.
	 * @param redirectUri where it is sent
	 */
	static OAuth2AuthorizationCodeRequestAuthenticationException of(String code, String description,
			OAuth2AuthorizationCodeRequestAuthenticationToken request, String redirectUri) {
		OAuth2AuthorizationCodeRequestAuthenticationToken refused = new OAuth2AuthorizationCodeRequestAuthenticationToken(
				request.getAuthorizationUri(), request.getClientId(), (Authentication) request.getPrincipal(),
				redirectUri, request.getState(), request.getScopes(), request.getAdditionalParameters());
		refused.setAuthenticated(true);
		return new OAuth2AuthorizationCodeRequestAuthenticationException(new OAuth2Error(code, description, null),
				refused);
	}

}
