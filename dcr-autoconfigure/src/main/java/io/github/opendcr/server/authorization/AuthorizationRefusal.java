package io.github.opendcr.server.authorization;

import java.util.function.Function;

import jakarta.servlet.Filter;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.PrivateField;
import io.github.opendcr.server.chain.ServerChain;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationEndpointFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;

/**
 * Makes errors that are sent to the client, and hands what sends them to filters.
 */
final class AuthorizationRefusal {

	private AuthorizationRefusal() {
	}

	/**
	 * Put a filter in front of the one that authorizes requests.
	 * @param filter makes the filter, of what sends the errors of the authorization
	 * endpoint
	 */
	static void addFilter(ServerChain chain, Function<AuthenticationFailureHandler, Filter> filter) {
		chain.adapt(OAuth2AuthorizationEndpointFilter.class, (endpoint) -> {
			AuthenticationFailureHandler failureHandler = PrivateField.read(endpoint, "authenticationFailureHandler",
					AuthenticationFailureHandler.class);
			chain.http().addFilterBefore(filter.apply(failureHandler), AuthorizationFilter.class);
		});
	}

	/**
	 * Make an error.
	 * @param request a request with a redirect URI that was found to be the client's, or
	 * without one
	 */
	static OAuth2AuthorizationCodeRequestAuthenticationException of(String code, String description,
			OAuth2AuthorizationCodeRequestAuthenticationToken request, RegisteredClient client) {
		String redirectUri = request.getRedirectUri();
		return to((redirectUri != null) ? redirectUri : client.getRedirectUris().iterator().next(), code, description,
				request);
	}

	/**
	 * Make an error.
	 * @param redirectUri where it is sent if it fits into a redirect, or {@code null} if
	 * to nobody but the user
	 */
	static OAuth2AuthorizationCodeRequestAuthenticationException to(@Nullable String redirectUri, String code,
			String description, OAuth2AuthorizationCodeRequestAuthenticationToken request) {
		boolean sent = redirectUri != null && RequestLength.canBeAnswered(redirectUri, request.getState());
		OAuth2AuthorizationCodeRequestAuthenticationToken refused = new OAuth2AuthorizationCodeRequestAuthenticationToken(
				request.getAuthorizationUri(), request.getClientId(), (Authentication) request.getPrincipal(),
				sent ? redirectUri : null, request.getState(), request.getScopes(), request.getAdditionalParameters());
		refused.setAuthenticated(true);
		return new OAuth2AuthorizationCodeRequestAuthenticationException(new OAuth2Error(code, description, null),
				refused);
	}

}
