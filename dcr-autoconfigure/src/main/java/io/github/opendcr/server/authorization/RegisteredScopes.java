package io.github.opendcr.server.authorization;

import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.AddedParameter;
import io.github.opendcr.server.chain.EndpointFilter;
import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.http.HttpMethod;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeRequestAuthenticationConverter;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.StringUtils;

/**
 * Reads a request without {@code scope} as one for the scopes with which a dynamic client
 * is registered, if the user is asked: consent to nothing is a refusal, so that such a
 * client could never be let in. It hooks in before Spring's converter at the
 * authorization endpoint, and behind the authentication of the client at the endpoints
 * for pushed requests and for devices, which then read a parameter more.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-3.3">RFC 6749
 * §3.3</a>
 */
final class RegisteredScopes implements AuthenticationConverter {

	private final AuthenticationConverter springs = new OAuth2AuthorizationCodeRequestAuthenticationConverter();

	private final RegisteredClientRepository clients;

	private RegisteredScopes(RegisteredClientRepository clients) {
		this.clients = clients;
	}

	static void addTo(ServerChain chain) {
		RegisteredScopes converter = new RegisteredScopes(chain.usableClients());
		chain.server().authorizationEndpoint((endpoint) -> endpoint.authorizationRequestConverter(converter));
		chain.http()
			.addFilterBefore(new ParameterFilter(
					chain.endpoints(HttpMethod.POST,
							AuthorizationServerSettings::getPushedAuthorizationRequestEndpoint),
					chain.endpoints(HttpMethod.POST, AuthorizationServerSettings::getDeviceAuthorizationEndpoint)),
					AuthorizationFilter.class);
	}

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		if (!(this.springs.convert(request) instanceof OAuth2AuthorizationCodeRequestAuthenticationToken token)
				|| !token.getScopes().isEmpty()
				|| token.getAdditionalParameters().containsKey(OAuth2ParameterNames.REQUEST_URI)) {
			return null;
		}
		RegisteredClient client = this.clients.findByClientId(token.getClientId());
		if (client == null || !isAskedFor(client)) {
			return null;
		}
		return new OAuth2AuthorizationCodeRequestAuthenticationToken(token.getAuthorizationUri(), token.getClientId(),
				(Authentication) token.getPrincipal(), token.getRedirectUri(), token.getState(), client.getScopes(),
				token.getAdditionalParameters());
	}

	private static boolean isAskedFor(RegisteredClient client) {
		return DynamicClients.isDynamic(client) && client.getClientSettings().isRequireAuthorizationConsent();
	}

	private static final class ParameterFilter extends EndpointFilter {

		private final RequestMatcher pushed;

		private final RequestMatcher devices;

		private ParameterFilter(RequestMatcher pushed, RequestMatcher devices) {
			super(new OrRequestMatcher(pushed, devices));
			this.pushed = pushed;
			this.devices = devices;
		}

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			chain.doFilter(StringUtils.hasText(request.getParameter(OAuth2ParameterNames.SCOPE)) ? request
					: withScopes(request), response);
		}

		private HttpServletRequest withScopes(HttpServletRequest request) {
			RegisteredClient client = DynamicClients.authenticated();
			if (client == null) {
				return request;
			}
			Set<String> scopes = new LinkedHashSet<>(client.getScopes());
			if (this.devices.matches(request)) {
				// Spring refuses it to devices, and asks their users for consent always
				scopes.remove(OidcScopes.OPENID);
				return DynamicClients.isDynamic(client) ? withScopes(request, scopes) : request;
			}
			return (this.pushed.matches(request) && isAskedFor(client)) ? withScopes(request, scopes) : request;
		}

		private static HttpServletRequest withScopes(HttpServletRequest request, Set<String> scopes) {
			return new AddedParameter(request, OAuth2ParameterNames.SCOPE, String.join(" ", scopes));
		}

	}

}
