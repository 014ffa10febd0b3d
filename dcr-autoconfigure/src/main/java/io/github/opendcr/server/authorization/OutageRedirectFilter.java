package io.github.opendcr.server.authorization;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.opendcr.server.chain.EndpointFilter;
import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.outage.TemporaryFailure;

import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.StringUtils;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Sends the user back to the client if something is away for a while that is needed to go
 * on, once Spring has found that the redirection URI of the request is the client's: the
 * client, which knows what it wanted, can come again. It hooks in as a filter in front of
 * the one that authorizes requests; what fails earlier ends in front of the chain.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2.1">RFC 6749
 * §4.1.2.1</a>
 */
final class OutageRedirectFilter extends EndpointFilter {

	private static final Log logger = LogFactory.getLog(OutageRedirectFilter.class);

	private final AuthenticationFailureHandler failureHandler;

	private OutageRedirectFilter(RequestMatcher authorizationEndpoint, AuthenticationFailureHandler failureHandler) {
		super(authorizationEndpoint);
		this.failureHandler = failureHandler;
	}

	static void addTo(ServerChain chain) {
		RequestMatcher endpoint = chain.endpoints(null, AuthorizationServerSettings::getAuthorizationEndpoint);
		AuthorizationRefusal.addFilter(chain, (failureHandler) -> new OutageRedirectFilter(endpoint, failureHandler));
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			chain.doFilter(request, response);
		}
		catch (RuntimeException ex) {
			// where Spring leaves what it has validated
			if (response.isCommitted() || !TemporaryFailure.is(ex)
					|| !(request.getAttribute(OAuth2AuthorizationCodeRequestAuthenticationToken.class
						.getName()) instanceof OAuth2AuthorizationCodeRequestAuthenticationToken validated)
					|| !StringUtils.hasText(validated.getRedirectUri())) {
				throw ex;
			}
			logger.error("An authorization request failed", ex);
			ServerHttpObservationFilter.findObservationContext(request).ifPresent((context) -> context.setError(ex));
			this.failureHandler.onAuthenticationFailure(request, response,
					AuthorizationRefusal.to(validated.getRedirectUri(), OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE,
							TemporaryFailure.SENTENCE, validated));
		}
	}

}
