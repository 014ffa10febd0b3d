package io.github.opendcr.server;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads an authorization request without {@code scope} as one for the scopes with which a
 * dynamic client is registered, if the user is asked. Consent to nothing is a refusal, so
 * that such a client could never be let in.
 *
 * @param delegate the converter that was there
 * @param clients the registered clients
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-3.3">RFC 6749
 * §3.3</a>
 */
record RegisteredScopesConverter(AuthenticationConverter delegate,
		RegisteredClientRepository clients) implements AuthenticationConverter {

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		Authentication authentication = this.delegate.convert(request);
		return (authentication instanceof OAuth2AuthorizationCodeRequestAuthenticationToken token
				&& token.getScopes().isEmpty()
				&& !token.getAdditionalParameters().containsKey(OAuth2ParameterNames.REQUEST_URI))
						? withRegisteredScopes(token) : authentication;
	}

	private Authentication withRegisteredScopes(OAuth2AuthorizationCodeRequestAuthenticationToken token) {
		RegisteredClient client = (token.getClientId().indexOf('\0') < 0)
				? this.clients.findByClientId(token.getClientId()) : null;
		if (client == null || !DynamicClients.isDynamic(client)
				|| !client.getClientSettings().isRequireAuthorizationConsent()) {
			return token;
		}
		return new OAuth2AuthorizationCodeRequestAuthenticationToken(token.getAuthorizationUri(), token.getClientId(),
				(Authentication) token.getPrincipal(), token.getRedirectUri(), token.getState(), client.getScopes(),
				token.getAdditionalParameters());
	}

}
