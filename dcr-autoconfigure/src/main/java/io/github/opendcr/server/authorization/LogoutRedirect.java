package io.github.opendcr.server.authorization;

import java.io.IOException;
import java.util.function.UnaryOperator;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.opendcr.server.chain.PrivateField;
import io.github.opendcr.server.chain.ServerChain;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcLogoutAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.oidc.web.OidcLogoutEndpointFilter;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;

/**
 * Sends the browser to the client's {@code post_logout_redirect_uri} as it is registered,
 * whoever writes the redirect. It hooks in around the success handler of Spring's logout
 * filter.
 *
 * @param delegate logs out and redirects
 */
record LogoutRedirect(AuthenticationSuccessHandler delegate) implements AuthenticationSuccessHandler {

	static void addTo(ServerChain chain) {
		chain.adapt(OidcLogoutEndpointFilter.class, (filter) -> filter
			.setAuthenticationSuccessHandler(new LogoutRedirect(
					PrivateField.read(filter, "authenticationSuccessHandler", AuthenticationSuccessHandler.class))));
	}

	@Override
	public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response,
			Authentication authentication) throws IOException, ServletException {
		String redirectUri = (authentication instanceof OidcLogoutAuthenticationToken token)
				? token.getPostLogoutRedirectUri() : null;
		this.delegate.onAuthenticationSuccess(request, (redirectUri != null)
				? new ClientRedirectResponse(request, response, redirectUri, UnaryOperator.identity()) : response,
				authentication);
	}

}
