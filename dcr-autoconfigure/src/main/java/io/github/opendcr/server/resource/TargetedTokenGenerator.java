package io.github.opendcr.server.resource;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.resource.ProtectedResource;
import io.github.opendcr.server.chain.ErrorAnswer;

import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenClaimNames;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/**
 * Issues no access token that is for something else than what was asked and granted.
 * Every grant comes here when all else has been checked, and before anything is stored,
 * so that a code that comes with a wrong resource isn't used up.
 *
 * @param delegate the generator that was there
 * @param indicators the rules
 */
record TargetedTokenGenerator(OAuth2TokenGenerator<? extends OAuth2Token> delegate,
		ResourceIndicators indicators) implements OAuth2TokenGenerator<OAuth2Token> {

	@Override
	public @Nullable OAuth2Token generate(OAuth2TokenContext context) {
		List<ProtectedResource> target = OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())
				? this.indicators.target(context) : List.of();
		if (target.isEmpty()) {
			return this.delegate.generate(context);
		}
		OAuth2Authorization authorization = context.getAuthorization();
		if ((authorization != null && TargetedAuthorizationService.isLeftWithoutScopes(authorization))
				|| !ResourceIndicators.known(context.getAuthorizedScopes(), target)
					.equals(context.getAuthorizedScopes())) {
			throw ErrorAnswer.exception(OAuth2ErrorCodes.INVALID_SCOPE, "The resource does not know the scope");
		}
		OAuth2Token token = this.delegate.generate(context);
		List<String> audience = target.stream().map(ProtectedResource::uri).toList();
		// By a generator or customizer of the application
		if (token != null && !audience.equals(audience(token))) {
			throw ErrorAnswer.exception(OAuth2ErrorCodes.SERVER_ERROR,
					"The server did not restrict the token to the resource");
		}
		return token;
	}

	private static @Nullable List<String> audience(OAuth2Token token) {
		return (token instanceof ClaimAccessor claims) ? claims.getClaimAsStringList(OAuth2TokenClaimNames.AUD) : null;
	}

}
