package io.github.opendcr.server.authentication;

import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.regex.Pattern;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.EndpointFilter;
import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.http.HttpHeaders;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * What the {@code Authorization} header means where clients authenticate. Whoever sent
 * one and is answered 401, by whatever part of the chain, is told the scheme that clients
 * have. An access token in it is of no concern once a dynamic client is authenticated:
 * clients send their stale one along with the request for another. It hooks in as a
 * filter right behind the one that loads the security context.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-5.2">RFC 6749
 * §5.2</a>
 */
final class ClientAuthorizationHeader extends EndpointFilter {

	private static final String CHALLENGE = "Basic realm=\"OAuth 2.0 clients\"";

	private static final Pattern ACCESS_TOKEN = Pattern.compile("(?:Bearer|DPoP)(?: |$)", Pattern.CASE_INSENSITIVE);

	ClientAuthorizationHeader(RequestMatcher endpoints) {
		super(endpoints);
	}

	static void addTo(ServerChain chain) {
		chain.http()
			.addFilterAfter(new ClientAuthorizationHeader(chain.endpointsOfClients()),
					SecurityContextHolderFilter.class);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (request.getHeader(HttpHeaders.AUTHORIZATION) == null) {
			chain.doFilter(request, response);
			return;
		}
		chain.doFilter(isAccessToken(request) ? new WithoutAccessToken(request) : request, new Challenging(response));
	}

	/**
	 * Whether the header has an access token (RFC 6750 §2.1, RFC 9449 §7.1), which
	 * authenticates no client.
	 */
	static boolean isAccessToken(HttpServletRequest request) {
		String header = request.getHeader(HttpHeaders.AUTHORIZATION);
		return header != null && ACCESS_TOKEN.matcher(header).lookingAt();
	}

	private static final class WithoutAccessToken extends HttpServletRequestWrapper {

		private WithoutAccessToken(HttpServletRequest request) {
			super(request);
		}

		@Override
		public @Nullable String getHeader(String name) {
			return isHidden(name) ? null : super.getHeader(name);
		}

		@Override
		public Enumeration<String> getHeaders(String name) {
			return isHidden(name) ? Collections.emptyEnumeration() : super.getHeaders(name);
		}

		private static boolean isHidden(String name) {
			if (!HttpHeaders.AUTHORIZATION.equalsIgnoreCase(name)) {
				return false;
			}
			RegisteredClient client = DynamicClients.authenticated();
			return client != null && DynamicClients.isDynamic(client);
		}

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
