package io.github.opendcr.server.token;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.client.DynamicClients;
import io.github.opendcr.server.resource.ResourceIndicators;

import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.core.DefaultOAuth2AuthenticatedPrincipal;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;

/**
 * Recognises bearer access tokens of this server. The token is looked up where it was
 * stored when it was issued, so that JWTs and opaque tokens work alike and a revoked one
 * is refused at once. Safe for use by several threads.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6750.html#section-2.1">RFC 6750
 * §2.1</a>
 */
public final class BearerTokens {

	private final AuthorizationServerServices services;

	private final AuthorizationLookUp authorizations;

	private final Clock clock;

	/**
	 * Create an instance.
	 * @param services the authorization servers
	 * @param context where what manages the transactions of authorizations is
	 * @param clock what time it is
	 */
	public BearerTokens(AuthorizationServerServices services, ApplicationContext context, Clock clock) {
		this.services = services;
		this.authorizations = new AuthorizationLookUp(services, context);
		this.clock = clock;
	}

	/**
	 * Authenticate the holder of a token.
	 * @param value the token of the request, or {@code null} if it carries none
	 * @return the authentication: its name is that of whoever the token was issued for,
	 * its authorities are {@code SCOPE_…}; {@code null} if the request carries no bearer
	 * token
	 * @throws RegistrationException with {@link RegistrationError#INVALID_TOKEN} if the
	 * token is unknown, expired, revoked, bound to a key, another issuer's, for a
	 * resource or that of a client that is gone or may not be used
	 */
	public @Nullable Authentication authenticate(@Nullable String value) {
		if (value == null) {
			return null;
		}
		OAuth2Authorization authorization = find(value);
		OAuth2Authorization.Token<OAuth2AccessToken> token = (authorization != null) ? authorization.getAccessToken()
				: null;
		if (authorization == null || token == null || !isValid(authorization, token)) {
			throw RegistrationException.invalidToken(null);
		}
		return authentication(authorization, token);
	}

	private @Nullable OAuth2Authorization find(String value) {
		return known(() -> this.authorizations.find(value, OAuth2TokenType.ACCESS_TOKEN));
	}

	// Spring's own JDBC service throws where the client of an authorization is gone
	private static <T> @Nullable T known(Supplier<@Nullable T> lookUp) {
		try {
			return lookUp.get();
		}
		catch (DataRetrievalFailureException | NoSuchElementException ex) {
			return null;
		}
	}

	private boolean isValid(OAuth2Authorization authorization, OAuth2Authorization.Token<OAuth2AccessToken> token) {
		// A token that is bound to a key is no bearer token, whatever the header says
		return token.isActive() && OAuth2AccessToken.TokenType.BEARER.equals(token.getToken().getTokenType())
				&& !claims(token).containsKey("cnf") && isOfCurrentIssuer(token) && isOfAvailableClient(authorization);
	}

	private boolean isOfAvailableClient(OAuth2Authorization authorization) {
		RegisteredClient client = known(
				() -> this.services.getClients().findById(authorization.getRegisteredClientId()));
		return client != null && DynamicClients.unavailability(client, this.clock.instant()) == null
				&& !ResourceIndicators.isForOthers(authorization, client);
	}

	// With one issuer, its URL may have been seen under another host name
	private static boolean isOfCurrentIssuer(OAuth2Authorization.Token<OAuth2AccessToken> token) {
		AuthorizationServerContext context = AuthorizationServerContextHolder.getContext();
		Object issuer = claims(token).get("iss");
		return issuer == null || context == null || !context.getAuthorizationServerSettings().isMultipleIssuersAllowed()
				|| issuer.toString().equals(context.getIssuer());
	}

	private static Authentication authentication(OAuth2Authorization authorization,
			OAuth2Authorization.Token<OAuth2AccessToken> token) {
		List<GrantedAuthority> authorities = token.getToken()
			.getScopes()
			.stream()
			.<GrantedAuthority>map((scope) -> new SimpleGrantedAuthority("SCOPE_" + scope))
			.toList();
		String name = authorization.getPrincipalName();
		Map<String, Object> claims = claims(token);
		Map<String, Object> attributes = claims.isEmpty() ? Map.of("sub", name) : claims;
		return new BearerTokenAuthentication(new DefaultOAuth2AuthenticatedPrincipal(name, attributes, authorities),
				bearer(token.getToken()), authorities);
	}

	// A service may read a token type from its rows that equals Spring's constant and is
	// another object, which Spring Security refused until 7.1.2
	private static OAuth2AccessToken bearer(OAuth2AccessToken token) {
		return new OAuth2AccessToken(OAuth2AccessToken.TokenType.BEARER, token.getTokenValue(), token.getIssuedAt(),
				token.getExpiresAt(), token.getScopes());
	}

	private static Map<String, Object> claims(OAuth2Authorization.Token<OAuth2AccessToken> token) {
		Map<String, Object> claims = token.getClaims();
		return (claims != null) ? claims : Map.of();
	}

}
