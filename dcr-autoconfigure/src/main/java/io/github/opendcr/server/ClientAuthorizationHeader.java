package io.github.opendcr.server;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;

import org.springframework.http.HttpHeaders;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * What the {@code Authorization} header means where clients authenticate: whoever sent
 * one and is answered 401, by whatever part of the chain, is told the scheme that clients
 * have.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2">RFC 6749
 * §5.2</a>
 */
final class ClientAuthorizationHeader extends OncePerRequestFilter {

	private static final String CHALLENGE = "Basic realm=\"OAuth 2.0 clients\"";

	private final RequestMatcher endpoints;

	ClientAuthorizationHeader(RequestMatcher endpoints) {
		this.endpoints = endpoints;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		boolean used = request.getHeader(HttpHeaders.AUTHORIZATION) != null && this.endpoints.matches(request);
		chain.doFilter(request, used ? new Challenging(response) : response);
	}

	private static final class Challenging extends HttpServletResponseWrapper {

		private Challenging(HttpServletResponse response) {
			super(response);
		}

		@Override
		public void setStatus(int status) {
			challenge(status);
			super.setStatus(status);
		}

		@Override
		public void sendError(int status) throws IOException {
			challenge(status);
			super.sendError(status);
		}

		@Override
		public void sendError(int status, String message) throws IOException {
			challenge(status);
			super.sendError(status, message);
		}

		private void challenge(int status) {
			if (status == SC_UNAUTHORIZED && !containsHeader(HttpHeaders.WWW_AUTHENTICATE)) {
				setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE);
			}
		}

	}

}
