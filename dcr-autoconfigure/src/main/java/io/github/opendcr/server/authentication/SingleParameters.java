package io.github.opendcr.server.authentication;

import java.io.IOException;
import java.util.List;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.EndpointFilter;
import io.github.opendcr.server.chain.ErrorAnswer;
import io.github.opendcr.server.chain.ServerChain;

import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.StringUtils;

/**
 * Refuses what Spring's providers read as one text where clients authenticate, and what
 * they fail to read: a parameter that comes twice, and a code that isn't there. It hooks
 * in as a filter right behind the one that loads the security context.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-3.2">RFC 6749
 * §3.2</a>
 */
final class SingleParameters extends EndpointFilter {

	private static final List<String> NAMES = List.of(OAuth2ParameterNames.GRANT_TYPE, OAuth2ParameterNames.CODE,
			"code_verifier", OAuth2ParameterNames.CLIENT_ID, OAuth2ParameterNames.CLIENT_SECRET,
			OAuth2ParameterNames.CLIENT_ASSERTION, OAuth2ParameterNames.CLIENT_ASSERTION_TYPE, "dpop_proof",
			"dpop_method", "dpop_target_uri");

	SingleParameters(RequestMatcher endpoints) {
		super(endpoints);
	}

	static void addTo(ServerChain chain) {
		chain.http()
			.addFilterAfter(new SingleParameters(chain.endpointsOfClients()), SecurityContextHolderFilter.class);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String refusal = refusal(request);
		if (refusal == null) {
			chain.doFilter(request, response);
			return;
		}
		ErrorAnswer.write(response, HttpStatus.BAD_REQUEST,
				new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST, refusal, null));
	}

	private static @Nullable String refusal(HttpServletRequest request) {
		for (String name : NAMES) {
			String[] values = request.getParameterValues(name);
			if (values != null && values.length > 1) {
				return "A parameter was sent more than once: " + name;
			}
		}
		if (!AuthorizationGrantType.AUTHORIZATION_CODE.getValue()
			.equals(request.getParameter(OAuth2ParameterNames.GRANT_TYPE))) {
			return null;
		}
		String query = request.getQueryString();
		boolean inQuery = query != null && query.contains(OAuth2ParameterNames.CODE);
		return (inQuery || !StringUtils.hasText(request.getParameter(OAuth2ParameterNames.CODE)))
				? "A code is needed, in the body of the request" : null;
	}

}
