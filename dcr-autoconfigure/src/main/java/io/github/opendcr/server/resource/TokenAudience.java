package io.github.opendcr.server.resource;

import java.util.Collection;
import java.util.Map;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.ErrorAnswer;
import io.github.opendcr.server.chain.PrivateField;
import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.oidc.OidcUserInfo;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcUserInfoAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcUserInfoAuthenticationProvider;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenClaimNames;

/**
 * Tells tokens for this server from those for a resource: whoever is given one of these
 * must not learn who its user is, or register clients, with it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8707.html#section-3">RFC 8707 §3</a>
 */
final class TokenAudience {

	private TokenAudience() {
	}

	static void addTo(ServerChain chain) {
		RegisteredClientRepository clients = chain.clients();
		chain.adapt(OidcUserInfoAuthenticationProvider.class, (provider) -> {
			Function<OidcUserInfoAuthenticationContext, OidcUserInfo> present = PrivateField.read(provider,
					"userInfoMapper", Function.class);
			provider.setUserInfoMapper((context) -> {
				refuseOthers(context.getAuthorization(), clients);
				return present.apply(context);
			});
		});
	}

	private static void refuseOthers(OAuth2Authorization authorization, RegisteredClientRepository clients) {
		RegisteredClient client = clients.findById(authorization.getRegisteredClientId());
		if (client != null && isForOthers(authorization, client)) {
			// RFC 6750 §3.1
			throw ErrorAnswer.exception(OAuth2ErrorCodes.INVALID_TOKEN, "The access token is for another resource");
		}
	}

	/**
	 * Whether the access token of an authorization is for resources among which this
	 * server isn't, by its issuer.
	 * @param authorization the authorization
	 * @param client its client
	 * @return {@code true} if this server must not accept the token
	 */
	static boolean isForOthers(OAuth2Authorization authorization, RegisteredClient client) {
		if (!DynamicClients.isDynamic(client) || ResourceParameter.of(authorization).isEmpty()) {
			return false;
		}
		AuthorizationServerContext server = AuthorizationServerContextHolder.getContext();
		return claims(authorization).get(OAuth2TokenClaimNames.AUD) instanceof Collection<?> audience
				&& !audience.contains(client.getClientId())
				&& (server == null || !audience.contains(server.getIssuer()));
	}

	private static Map<String, Object> claims(OAuth2Authorization authorization) {
		OAuth2Authorization.@Nullable Token<OAuth2AccessToken> token = authorization.getAccessToken();
		Map<String, Object> claims = (token != null) ? token.getClaims() : null;
		return (claims != null) ? claims : Map.of();
	}

}
