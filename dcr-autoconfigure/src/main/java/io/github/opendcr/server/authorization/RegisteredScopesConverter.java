package io.github.opendcr.server.authorization;

import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.lang.Contract;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.OidcScopes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2PushedAuthorizationRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads a request without {@code scope} as one for the scopes with which a dynamic client
 * is registered, if the user is asked: at the authorization endpoint, at that for pushed
 * requests and at that for devices. Consent to nothing is a refusal, so that such a
 * client could never be let in.
 *
 * @param delegate the converter that was there
 * @param clients the clients that may be used
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-3.3">RFC 6749
 * §3.3</a>
 */
record RegisteredScopesConverter(AuthenticationConverter delegate,
		RegisteredClientRepository clients) implements AuthenticationConverter {

	static void addTo(ServerChain chain) {
		UnaryOperator<AuthenticationConverter> change = (present) -> new RegisteredScopesConverter(present,
				chain.usableClients());
		RequestConverters.changeAtEndpoint(chain, change);
		RequestConverters.changePushed(chain, change);
		RequestConverters.changeOfDevices(chain, change);
	}

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		Authentication authentication = this.delegate.convert(request);
		if (authentication instanceof OAuth2AuthorizationCodeRequestAuthenticationToken token
				&& token.getScopes().isEmpty()
				&& !token.getAdditionalParameters().containsKey(OAuth2ParameterNames.REQUEST_URI)) {
			RegisteredClient client = this.clients.findByClientId(token.getClientId());
			return isAskedFor(client) ? withScopes(token, client) : token;
		}
		if (authentication instanceof OAuth2PushedAuthorizationRequestAuthenticationToken token
				&& token.getScopes().isEmpty()) {
			RegisteredClient client = clientOf(token);
			return isAskedFor(client) ? withScopes(token, client) : token;
		}
		if (authentication instanceof OAuth2DeviceAuthorizationRequestAuthenticationToken token
				&& token.getScopes().isEmpty()) {
			RegisteredClient client = clientOf(token);
			// Spring asks for consent whatever the client's settings say
			return (client != null && DynamicClients.isDynamic(client)) ? withScopes(token, client) : token;
		}
		return authentication;
	}

	private static @Nullable RegisteredClient clientOf(Authentication request) {
		return (request.getPrincipal() instanceof OAuth2ClientAuthenticationToken token) ? token.getRegisteredClient()
				: null;
	}

	@Contract("null -> false")
	private static boolean isAskedFor(@Nullable RegisteredClient client) {
		return client != null && DynamicClients.isDynamic(client)
				&& client.getClientSettings().isRequireAuthorizationConsent();
	}

	private static Authentication withScopes(OAuth2AuthorizationCodeRequestAuthenticationToken token,
			RegisteredClient client) {
		return new OAuth2AuthorizationCodeRequestAuthenticationToken(token.getAuthorizationUri(), token.getClientId(),
				(Authentication) token.getPrincipal(), token.getRedirectUri(), token.getState(), client.getScopes(),
				token.getAdditionalParameters());
	}

	private static Authentication withScopes(OAuth2PushedAuthorizationRequestAuthenticationToken token,
			RegisteredClient client) {
		return new OAuth2PushedAuthorizationRequestAuthenticationToken(token.getAuthorizationUri(), token.getClientId(),
				(Authentication) token.getPrincipal(), token.getRedirectUri(), token.getState(), client.getScopes(),
				token.getAdditionalParameters());
	}

	private static Authentication withScopes(OAuth2DeviceAuthorizationRequestAuthenticationToken token,
			RegisteredClient client) {
		Set<String> scopes = new HashSet<>(client.getScopes());
		scopes.remove(OidcScopes.OPENID); // which Spring refuses to devices
		String authorizationUri = Objects.requireNonNull(token.getAuthorizationUri());
		return new OAuth2DeviceAuthorizationRequestAuthenticationToken((Authentication) token.getPrincipal(),
				authorizationUri, scopes, token.getAdditionalParameters());
	}

}
