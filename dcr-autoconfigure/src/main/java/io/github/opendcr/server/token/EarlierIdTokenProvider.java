package io.github.opendcr.server.token;

import java.util.List;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.keys.Sha256;
import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.core.oidc.OidcIdToken;
import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.jwt.JwtIssuerValidator;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.oidc.authentication.OidcLogoutAuthenticationToken;
import org.springframework.util.StringUtils;

/**
 * Lets a dynamic client log its user out with an ID token that a refresh has replaced.
 * Spring finds the last one only, which it looks up. Of an earlier one the signature says
 * that it is ours, and {@code sid} that it is of the session that is to end. Whatever
 * isn't so is left to Spring, which refuses it. It hooks in as one more authentication
 * provider of the chain, in front of Spring's.
 *
 * @param authorizations knows the last ID tokens
 * @param clients the clients, with all their settings
 * @param keys the keys that sign ID tokens, or {@code null} if they are out of sight
 * @see <a href=
 * "https://openid.net/specs/openid-connect-rpinitiated-1_0.html#RPLogout">OpenID Connect
 * RP-Initiated Logout 1.0 §2</a>
 */
record EarlierIdTokenProvider(OAuth2AuthorizationService authorizations, RegisteredClientRepository clients,
		@Nullable JWKSource<SecurityContext> keys) implements AuthenticationProvider {

	private static final OAuth2TokenType ID_TOKEN = new OAuth2TokenType(OidcParameterNames.ID_TOKEN);

	static void addTo(ServerChain chain) {
		chain.http()
			.authenticationProvider(new EarlierIdTokenProvider(chain.get(OAuth2AuthorizationService.class),
					chain.clients(), chain.idTokenSource()));
	}

	@Override
	public @Nullable Authentication authenticate(Authentication authentication) {
		OidcLogoutAuthenticationToken logout = (OidcLogoutAuthenticationToken) authentication;
		Jwt jwt = verified(logout.getIdTokenHint());
		if (jwt == null || this.authorizations.findByToken(jwt.getTokenValue(), ID_TOKEN) != null) {
			return null;
		}
		String clientId = jwt.getClaimAsString(IdTokenClaimNames.AZP);
		RegisteredClient client = (clientId != null) ? this.clients.findByClientId(clientId) : null;
		if (client == null || !DynamicClients.isDynamic(client) || !isOf(client, jwt, logout)
				|| !isOfSession(jwt, logout)) {
			return null;
		}
		OidcIdToken idToken = new OidcIdToken(jwt.getTokenValue(), jwt.getIssuedAt(), jwt.getExpiresAt(),
				jwt.getClaims());
		return new OidcLogoutAuthenticationToken(idToken, (Authentication) logout.getPrincipal(), logout.getSessionId(),
				logout.getClientId(), logout.getPostLogoutRedirectUri(), logout.getState());
	}

	// It may have expired
	private @Nullable Jwt verified(String hint) {
		JWKSource<SecurityContext> source = this.keys;
		if (source == null) {
			return null;
		}
		NimbusJwtDecoder decoder = NimbusJwtDecoder.withJwkSource(source)
			.jwsAlgorithms((all) -> all.addAll(List.of(SignatureAlgorithm.values())))
			.build();
		decoder.setJwtValidator(new JwtIssuerValidator(AuthorizationServerContextHolder.getContext().getIssuer()));
		try {
			Jwt jwt = decoder.decode(hint);
			// an access token is no ID token
			return jwt.hasClaim(OAuth2ParameterNames.SCOPE) ? null : jwt;
		}
		catch (JwtException ex) {
			return null;
		}
	}

	private static boolean isOf(RegisteredClient client, Jwt jwt, OidcLogoutAuthenticationToken logout) {
		String redirectUri = logout.getPostLogoutRedirectUri();
		List<String> audience = jwt.getAudience();
		return audience != null && audience.contains(client.getClientId())
				&& (!StringUtils.hasText(logout.getClientId()) || client.getClientId().equals(logout.getClientId()))
				&& (!StringUtils.hasText(redirectUri) || client.getPostLogoutRedirectUris().contains(redirectUri));
	}

	// Where nobody is logged in there is nothing to end
	private static boolean isOfSession(Jwt jwt, OidcLogoutAuthenticationToken logout) {
		String session = logout.getSessionId();
		// As Spring writes it
		return !logout.isPrincipalAuthenticated()
				|| (session != null && Sha256.of(session).equals(jwt.getClaimAsString("sid")));
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return OidcLogoutAuthenticationToken.class.isAssignableFrom(authentication);
	}

}
