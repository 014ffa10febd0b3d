package io.github.opendcr.server.authorization;

import java.io.IOException;
import java.util.function.Supplier;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.DocumentResolution;

import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationEndpointFilter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells of a client with a document that was let in: where its request is answered, and
 * not each time that a login sends the same one here again. What was pushed was told of
 * then. It hooks in as a filter right in front of the authorization endpoint.
 */
final class DocumentStartFilter extends OncePerRequestFilter {

	private final Supplier<? extends DocumentResolution> resolution;

	private DocumentStartFilter(Supplier<? extends DocumentResolution> resolution) {
		this.resolution = resolution;
	}

	static void addTo(ServerChain chain, Supplier<? extends DocumentResolution> resolution) {
		// while Spring's filter is made, which takes the next place
		chain.adapt(OAuth2AuthorizationEndpointFilter.class, (filter) -> chain.http()
			.addFilterAfter(new DocumentStartFilter(resolution), AuthorizationFilter.class));
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !DocumentRequest.isOfDocument(request) || request.getParameter(OAuth2ParameterNames.REQUEST_URI) != null;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (CurrentUser.isSomebody(CurrentUser.get())) {
			this.resolution.get().starts(String.valueOf(DocumentRequest.clientId(request)));
		}
		chain.doFilter(request, response);
	}

}
