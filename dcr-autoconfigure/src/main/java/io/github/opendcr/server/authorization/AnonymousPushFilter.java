package io.github.opendcr.server.authorization;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.opendcr.server.chain.ServerChain;

import org.springframework.http.HttpMethod;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Asks whether a public client may push one more authorization request.
 */
final class AnonymousPushFilter extends OncePerRequestFilter {

	private final RequestMatcher endpoint;

	private final AnonymousPushes pushes;

	AnonymousPushFilter(RequestMatcher endpoint, AnonymousPushes pushes) {
		this.endpoint = endpoint;
		this.pushes = pushes;
	}

	static void addTo(ServerChain chain, AnonymousPushes pushes) {
		chain.http()
			.addFilterBefore(
					new AnonymousPushFilter(chain.endpoint(HttpMethod.POST,
							AuthorizationServerSettings::getPushedAuthorizationRequestEndpoint), pushes),
					AuthorizationFilter.class);
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !this.endpoint.matches(request);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (SecurityContextHolder.getContext().getAuthentication() instanceof OAuth2ClientAuthenticationToken client
				&& ClientAuthenticationMethod.NONE.equals(client.getClientAuthenticationMethod())
				&& !this.pushes.admit(request, response, client.getName())) {
			return;
		}
		chain.doFilter(request, response);
	}

}
