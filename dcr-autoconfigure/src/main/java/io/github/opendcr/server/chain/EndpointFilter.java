package io.github.opendcr.server.chain;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * A filter at some of the server's endpoints. Requests to anything else pass it by.
 *
 * @since 0.1.0
 */
public abstract class EndpointFilter extends OncePerRequestFilter {

	private final RequestMatcher endpoints;

	/**
	 * Create a filter.
	 * @param endpoints where it is
	 */
	protected EndpointFilter(RequestMatcher endpoints) {
		this.endpoints = endpoints;
	}

	@Override
	protected final boolean shouldNotFilter(HttpServletRequest request) {
		return !this.endpoints.matches(request);
	}

	/**
	 * Return the client that sent the request, as far as the chain knows it at this
	 * place.
	 * @return the client, or {@code null} if none has authenticated
	 */
	protected static @Nullable RegisteredClient authenticatedClient() {
		return (SecurityContextHolder.getContext().getAuthentication() instanceof OAuth2ClientAuthenticationToken token
				&& token.isAuthenticated()) ? token.getRegisteredClient() : null;
	}

}
