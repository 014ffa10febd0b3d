package io.github.opendcr.server.chain;

import jakarta.servlet.http.HttpServletRequest;

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

}
