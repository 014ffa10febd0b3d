package io.github.opendcr.server.authorization;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.ServerChain;

import org.springframework.security.config.Customizer;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;

/**
 * Finds authorization requests that were pushed (RFC 9126), as Spring does once the user
 * has logged in. It hooks in by Spring's configurer, which adds the endpoint.
 *
 * @param authorizations keeps them
 */
record PushedRequests(OAuth2AuthorizationService authorizations) {

	private static final OAuth2TokenType STATE = new OAuth2TokenType(OAuth2ParameterNames.STATE);

	/**
	 * What {@code request_uri}s of pushed requests begin with.
	 */
	static final String PREFIX = "urn:ietf:params:oauth:request_uri:";

	private static final Pattern REQUEST_URI = Pattern.compile(PREFIX + "(?<state>[A-Za-z0-9_=-]+)");

	static void addTo(ServerChain chain, boolean enabled) {
		if (enabled) { // off unless asked for
			chain.server().pushedAuthorizationRequestEndpoint(Customizer.withDefaults());
		}
	}

	/**
	 * Find a request.
	 * @return the request as if it had come by itself, or {@code null} if the client has
	 * pushed none that is called so
	 */
	@Nullable OAuth2AuthorizationCodeRequestAuthenticationToken find(String requestUri, String clientId, Authentication user) {
		Matcher matcher = REQUEST_URI.matcher(requestUri);
		OAuth2Authorization authorization = matcher.matches()
				? this.authorizations.findByToken(matcher.group("state"), STATE) : null;
		OAuth2AuthorizationRequest request = (authorization != null)
				? authorization.getAttribute(OAuth2AuthorizationRequest.class.getName()) : null;
		if (request == null || !clientId.equals(request.getClientId())) {
			return null;
		}
		return new OAuth2AuthorizationCodeRequestAuthenticationToken(request.getAuthorizationUri(), clientId, user,
				request.getRedirectUri(), request.getState(), request.getScopes(), request.getAdditionalParameters());
	}

}
