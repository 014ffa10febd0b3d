package io.github.opendcr.server.authorization;

import java.text.ParseException;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWK;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.ErrorAnswer;
import io.github.opendcr.server.chain.ServerChain;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;

/**
 * The key to which a client binds its authorization code, by the thumbprint in its
 * request. Whoever has the code and not the key gets nothing for it, and doesn't use it
 * up. It hooks in behind the validator of authorization requests, and around the token
 * generator.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449.html#section-10">RFC 9449 §10</a>
 */
final class DpopBinding implements Consumer<OAuth2AuthorizationCodeRequestAuthenticationContext> {

	static final String PARAMETER = "dpop_jkt";

	// RFC 7638 with SHA-256
	private static final Pattern THUMBPRINT = Pattern.compile("[A-Za-z0-9_-]{43}");

	static void addTo(ServerChain chain) {
		RequestValidators.change(chain, (present) -> present.andThen(new DpopBinding()));
		OAuth2TokenGenerator<?> present = chain.get(OAuth2TokenGenerator.class);
		OAuth2TokenGenerator<OAuth2Token> bound = (context) -> {
			if (OAuth2TokenType.ACCESS_TOKEN.equals(context.getTokenType())
					&& AuthorizationGrantType.AUTHORIZATION_CODE.equals(context.getAuthorizationGrantType())) {
				check(context.getAuthorization(), context.get(OAuth2TokenContext.DPOP_PROOF_KEY));
			}
			return present.generate(context);
		};
		chain.http().setSharedObject(OAuth2TokenGenerator.class, bound);
	}

	@Override
	public void accept(OAuth2AuthorizationCodeRequestAuthenticationContext context) {
		OAuth2AuthorizationCodeRequestAuthenticationToken request = context.getAuthentication();
		Object thumbprint = request.getAdditionalParameters().get(PARAMETER);
		if (thumbprint != null && !(thumbprint instanceof String text && THUMBPRINT.matcher(text).matches())) {
			throw AuthorizationRefusal.of(OAuth2ErrorCodes.INVALID_REQUEST,
					"dpop_jkt must be one SHA-256 thumbprint of a key (RFC 9449)", request,
					context.getRegisteredClient());
		}
	}

	/**
	 * Refuse a code that comes without a proof of the key to which it is bound.
	 * @param authorization the authorization of the code
	 * @param proof the proof, which was verified, or {@code null} if there is none
	 */
	private static void check(@Nullable OAuth2Authorization authorization, @Nullable Jwt proof) {
		OAuth2AuthorizationRequest request = (authorization != null)
				? authorization.getAttribute(OAuth2AuthorizationRequest.class.getName()) : null;
		Object bound = (request != null) ? request.getAdditionalParameters().get(PARAMETER) : null;
		if (bound == null) {
			return;
		}
		if (proof == null) {
			throw ErrorAnswer.exception(OAuth2ErrorCodes.INVALID_DPOP_PROOF,
					"The code is bound to a key: send a DPoP header with a proof (RFC 9449)");
		}
		if (!bound.equals(thumbprint(proof))) {
			throw ErrorAnswer.exception(OAuth2ErrorCodes.INVALID_GRANT, "The code is bound to another key (RFC 9449)");
		}
	}

	/**
	 * Return the thumbprint of the key of a proof that was verified.
	 */
	@SuppressWarnings("unchecked")
	static String thumbprint(Jwt proof) {
		try {
			return JWK.parse((Map<String, Object>) proof.getHeaders().get("jwk")).computeThumbprint().toString();
		}
		catch (ParseException | JOSEException ex) {
			throw new OAuth2AuthenticationException(new OAuth2Error(OAuth2ErrorCodes.INVALID_DPOP_PROOF), ex);
		}
	}

}
