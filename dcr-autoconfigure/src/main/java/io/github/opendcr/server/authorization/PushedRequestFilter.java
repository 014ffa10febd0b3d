package io.github.opendcr.server.authorization;

import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.opendcr.server.chain.AddedParameter;
import io.github.opendcr.server.chain.EndpointFilter;
import io.github.opendcr.server.chain.ErrorAnswer;
import io.github.opendcr.server.chain.ServerChain;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.jwt.DPoPProofContext;
import org.springframework.security.oauth2.jwt.DPoPProofJwtDecoderFactory;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Stands behind the authentication of the client at the endpoint for pushed requests:
 * asks whether a public client may push one more, refuses request objects, and reads a
 * request with a DPoP header as one that names the key of its proof. It hooks in as a
 * filter right in front of the one that authorizes requests.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9126.html#section-2">RFC 9126 §2</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9449.html#section-10.1">RFC 9449
 * §10.1</a>
 */
final class PushedRequestFilter extends EndpointFilter {

	private static final String DPOP = "DPoP";

	private final AnonymousPushes pushes;

	private final DPoPProofJwtDecoderFactory proofs = new DPoPProofJwtDecoderFactory();

	private PushedRequestFilter(RequestMatcher endpoint, AnonymousPushes pushes) {
		super(endpoint);
		this.pushes = pushes;
	}

	static void addTo(ServerChain chain, AnonymousPushes pushes) {
		RequestMatcher endpoint = chain.endpoints(HttpMethod.POST,
				AuthorizationServerSettings::getPushedAuthorizationRequestEndpoint);
		chain.http().addFilterBefore(new PushedRequestFilter(endpoint, pushes), AuthorizationFilter.class);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		if (!(SecurityContextHolder.getContext()
			.getAuthentication() instanceof OAuth2ClientAuthenticationToken client)) {
			chain.doFilter(request, response);
			return;
		}
		if (ClientAuthenticationMethod.NONE.equals(client.getClientAuthenticationMethod())
				&& !this.pushes.admit(request, response, client.getName())) {
			return;
		}
		HttpServletRequest read;
		try {
			RequestObjectRefusal.check(request, client.getRegisteredClient());
			read = withKey(request);
		}
		catch (OAuth2AuthenticationException ex) {
			ErrorAnswer.write(response, HttpStatus.BAD_REQUEST, ex.getError());
			return;
		}
		chain.doFilter(read, response);
	}

	private HttpServletRequest withKey(HttpServletRequest request) {
		List<String> headers = Collections.list(request.getHeaders(DPOP));
		if (headers.isEmpty()) {
			return request;
		}
		if (headers.size() > 1 || headers.get(0).isBlank()) {
			throw ErrorAnswer.exception(OAuth2ErrorCodes.INVALID_DPOP_PROOF,
					"One DPoP header with one proof is allowed");
		}
		String thumbprint = thumbprint(headers.get(0), request);
		String[] named = request.getParameterValues(DpopBinding.PARAMETER);
		if (named == null) {
			return new AddedParameter(request, DpopBinding.PARAMETER, thumbprint);
		}
		if (!Arrays.equals(named, new String[] { thumbprint })) {
			throw ErrorAnswer.exception(OAuth2ErrorCodes.INVALID_DPOP_PROOF,
					"dpop_jkt is not the key of the proof in the DPoP header");
		}
		return request;
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
