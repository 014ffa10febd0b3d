package io.github.opendcr.server.token;

import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.core.Authentication;
import org.springframework.security.crypto.keygen.Base64StringKeyGenerator;
import org.springframework.security.crypto.keygen.StringKeyGenerator;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/**
 * Gives dynamic public clients the refresh token that Spring's generator denies to all
 * public clients, and those that replace it.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9700.html#section-4.14">RFC 9700
 * §4.14</a>
 */
final class PublicClientTokenGenerator implements OAuth2TokenGenerator<OAuth2Token> {

	// As long as Spring's
	private final StringKeyGenerator keys = new Base64StringKeyGenerator(Base64.getUrlEncoder().withoutPadding(), 96);

	private final OAuth2TokenGenerator<? extends OAuth2Token> delegate;

	private final Clock clock;

	PublicClientTokenGenerator(OAuth2TokenGenerator<? extends OAuth2Token> delegate, Clock clock) {
		this.delegate = delegate;
		this.clock = clock;
	}

	@Override
	public @Nullable OAuth2Token generate(OAuth2TokenContext context) {
		boolean dynamicPublic = isDynamicPublic(context);
		if (dynamicPublic && isRefreshWithoutProof(context)) {
			throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_DPOP_PROOF);
		}
		OAuth2Token token = this.delegate.generate(context);
		OAuth2Authorization authorization = context.getAuthorization();
		if (!dynamicPublic || authorization == null || !OAuth2TokenType.REFRESH_TOKEN.equals(context.getTokenType())) {
			return token;
		}
		boolean ours = isForRefresh(context) ? RefreshTokenFamily.isKeptBy(authorization)
				: token == null && isFirstRefreshToken(context);
		return ours ? refreshToken(context.getRegisteredClient(), authorization) : token;
	}

	private OAuth2RefreshToken refreshToken(RegisteredClient client, OAuth2Authorization authorization) {
		Instant issuedAt = this.clock.instant();
		return new OAuth2RefreshToken(RefreshTokenFamily.tokenValue(this.keys.generateKey(), authorization), issuedAt,
				issuedAt.plus(client.getTokenSettings().getRefreshTokenTimeToLive()));
	}

	private static boolean isForRefresh(OAuth2TokenContext context) {
		return AuthorizationGrantType.REFRESH_TOKEN.equals(context.getAuthorizationGrantType());
	}

	private static boolean isDynamicPublic(OAuth2TokenContext context) {
		Authentication grant = context.getAuthorizationGrant();
		return grant != null && grant.getPrincipal() instanceof OAuth2ClientAuthenticationToken client
				&& ClientAuthenticationMethod.NONE.equals(client.getClientAuthenticationMethod())
				&& DynamicClients.isDynamic(context.getRegisteredClient());
	}

	private static boolean isFirstRefreshToken(OAuth2TokenContext context) {
		return AuthorizationGrantType.AUTHORIZATION_CODE.equals(context.getAuthorizationGrantType())
				&& context.getRegisteredClient()
					.getAuthorizationGrantTypes()
					.contains(AuthorizationGrantType.REFRESH_TOKEN);
	}

	// RFC 9449 §5: a public client's refresh token is bound to the key. Spring compares
	// the keys if there is a proof, and asks for none.
	private static boolean isRefreshWithoutProof(OAuth2TokenContext context) {
		if (!isForRefresh(context) || context.get(OAuth2TokenContext.DPOP_PROOF_KEY) != null) {
			return false;
		}
		OAuth2Authorization authorization = context.getAuthorization();
		OAuth2Authorization.Token<OAuth2AccessToken> token = (authorization != null) ? authorization.getAccessToken()
				: null;
		return token != null && token.getClaims() != null && token.getClaims().get("cnf") instanceof Map<?, ?> key
				&& key.containsKey("jkt");
	}

}
