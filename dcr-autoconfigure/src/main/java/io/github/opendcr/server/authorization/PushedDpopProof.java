package io.github.opendcr.server.authorization;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.ServerChain;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.DPoPProofContext;
import org.springframework.security.oauth2.jwt.DPoPProofJwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2PushedAuthorizationRequestAuthenticationToken;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads a pushed authorization request with a DPoP header as one that names the key of
 * its proof.
 *
 * @param delegate the converter that was there
 * @param proofs verifies proofs
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449.html#section-10.1">RFC 9449
 * §10.1</a>
 */
record PushedDpopProof(AuthenticationConverter delegate,
		DPoPProofJwtDecoderFactory proofs) implements AuthenticationConverter {

	private static final String HEADER = "DPoP";

	static void addTo(ServerChain chain) {
		RequestConverters.changePushed(chain,
				(present) -> new PushedDpopProof(present, new DPoPProofJwtDecoderFactory()));
	}

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		Authentication authentication = this.delegate.convert(request);
		List<String> headers = Collections.list(request.getHeaders(HEADER));
		if (headers.isEmpty()
				|| !(authentication instanceof OAuth2PushedAuthorizationRequestAuthenticationToken token)) {
			return authentication;
		}
		if (headers.size() > 1 || headers.get(0).isBlank()) {
			throw DpopBinding.refused(OAuth2ErrorCodes.INVALID_DPOP_PROOF, "One DPoP header with one proof is allowed");
		}
		String thumbprint = thumbprint(headers.get(0), request);
		Map<String, Object> parameters = new HashMap<>(token.getAdditionalParameters());
		Object named = parameters.putIfAbsent(DpopBinding.PARAMETER, thumbprint);
		if (named != null && !named.equals(thumbprint)) {
			throw DpopBinding.refused(OAuth2ErrorCodes.INVALID_DPOP_PROOF,
					"dpop_jkt is not the key of the proof in the DPoP header");
		}
		return new OAuth2PushedAuthorizationRequestAuthenticationToken(token.getAuthorizationUri(), token.getClientId(),
				(Authentication) token.getPrincipal(), token.getRedirectUri(), token.getState(), token.getScopes(),
				parameters);
	}

	private String thumbprint(String proof, HttpServletRequest request) {
		DPoPProofContext context = DPoPProofContext.withDPoPProof(proof)
			.method(request.getMethod())
			.targetUri(request.getRequestURL().toString())
			.build();
		try {
			return DpopBinding.thumbprint(this.proofs.createDecoder(context).decode(proof));
		}
		catch (JwtException ex) {
			throw new OAuth2AuthenticationException(new OAuth2Error(OAuth2ErrorCodes.INVALID_DPOP_PROOF,
					"The proof in the DPoP header is not valid for this request", null), ex);
		}
	}

}
