package io.github.opendcr.server.token;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.ErrorAnswer;
import io.github.opendcr.server.client.ClientRequirements;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClaimAccessor;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.oidc.IdTokenClaimNames;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/**
 * Issues no token that isn't what its client requires. Every grant comes here before
 * anything is stored or answered, with the DPoP proof that Spring verified. What is amiss
 * behind a request that has all that it needs is the doing of a generator or customizer
 * of the application.
 *
 * @param delegate the generator that the application chose
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449.html#section-5.2">RFC 9449
 * §5.2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8705.html#section-3.4">RFC 8705
 * §3.4</a>
 */
record RequiringTokenGenerator(
		OAuth2TokenGenerator<? extends OAuth2Token> delegate) implements OAuth2TokenGenerator<OAuth2Token> {

	@Override
	public @Nullable OAuth2Token generate(OAuth2TokenContext context) {
		ClientRequirements requirements = ClientRequirements.of(context.getRegisteredClient());
		boolean accessToken = OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType());
		if (accessToken && requirements.dpopBound() && context.get(OAuth2TokenContext.DPOP_PROOF_KEY) == null) {
			throw ErrorAnswer.exception(OAuth2ErrorCodes.INVALID_DPOP_PROOF,
					"This client's token requests need a DPoP header with a proof (RFC 9449)");
		}
		OAuth2Token token = this.delegate.generate(context);
		if (token instanceof ClaimAccessor || (token != null && accessToken)) {
			check(claims(token), requirements, context);
		}
		return token;
	}

	private static void check(Map<String, Object> claims, ClientRequirements requirements, OAuth2TokenContext context) {
		if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType()) && !isBound(claims, requirements)) {
			throw ErrorAnswer.exception(OAuth2ErrorCodes.SERVER_ERROR,
					"The server did not bind the access token as the client requires");
		}
		if (RequiredClaims.isIdToken(context) && requirements.authTime()
				&& !claims.containsKey(IdTokenClaimNames.AUTH_TIME)) {
			throw ErrorAnswer.exception(OAuth2ErrorCodes.SERVER_ERROR,
					"The server does not know when the user logged in");
		}
		Authentication user = context.getPrincipal();
		if (requirements.sector() != null && user != null && RequiredClaims.isOfUser(context)
				&& user.getName().equals(claims.get(IdTokenClaimNames.SUB))) {
			throw ErrorAnswer.exception(OAuth2ErrorCodes.SERVER_ERROR, "The server did not make the subject pairwise");
		}
	}

	private static boolean isBound(Map<String, Object> claims, ClientRequirements requirements) {
		Map<?, ?> confirmation = (claims.get("cnf") instanceof Map<?, ?> members) ? members : Map.of();
		return (!requirements.dpopBound() || confirmation.containsKey("jkt"))
				&& (!requirements.certificateBound() || confirmation.containsKey("x5t#S256"));
	}

	private static Map<String, Object> claims(OAuth2Token token) {
		return (token instanceof ClaimAccessor claims) ? claims.getClaims() : Map.of();
	}

}
