package io.github.opendcr.server.resource;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Which resources the request is about that this thread serves. Spring's providers hand
 * them over to neither of the services that keep authorizations and consents.
 */
final class RequestAtHand extends OncePerRequestFilter {

	private final ThreadLocal<@Nullable List<String>> resources = new ThreadLocal<>();

	void isAbout(List<String> named) {
		this.resources.set(named);
	}

	/**
	 * Return the resources.
	 * @return the resources, of which there may be none; {@code null} if that isn't known
	 */
	@Nullable List<String> resources() {
		return this.resources.get();
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			chain.doFilter(request, response);
		}
		finally {
			this.resources.remove();
		}
	}

}
