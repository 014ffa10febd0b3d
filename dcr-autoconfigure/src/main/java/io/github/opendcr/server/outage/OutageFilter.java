package io.github.opendcr.server.outage;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.opendcr.pages.AuthorizationError.Cause;
import io.github.opendcr.pages.AuthorizationPages;
import io.github.opendcr.server.chain.EndpointFilter;
import io.github.opendcr.server.chain.ErrorAnswer;
import io.github.opendcr.server.chain.ServerChain;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.session.DisableEncodeUrlFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * Tells whoever calls an endpoint of the authorization server to come again later, where
 * a failure that passes by itself would otherwise be the application's error page with
 * 500, at which clients give up. Whatever the application answers itself comes first: the
 * filter stands in front of its chain.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7009.html#section-2.2.1">RFC 7009
 * §2.2.1</a>
 */
final class OutageFilter extends EndpointFilter {

	private static final Log logger = LogFactory.getLog(OutageFilter.class);

	private final RequestMatcher endpointsOfUsers;

	private final AuthorizationPages pages;

	private OutageFilter(RequestMatcher endpoints, RequestMatcher endpointsOfUsers, AuthorizationPages pages) {
		super(endpoints);
		this.endpointsOfUsers = endpointsOfUsers;
		this.pages = pages;
	}

	static void addTo(ServerChain chain, AuthorizationPages pages) {
		RequestMatcher endpointsOfUsers = chain.endpoints(null, AuthorizationServerSettings::getAuthorizationEndpoint,
				AuthorizationServerSettings::getDeviceVerificationEndpoint,
				AuthorizationServerSettings::getOidcLogoutEndpoint);
		chain.http()
			.addFilterBefore(new OutageFilter(chain.server().getEndpointsMatcher(), endpointsOfUsers, pages),
					DisableEncodeUrlFilter.class);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			chain.doFilter(request, response);
		}
		catch (ServletException | RuntimeException ex) {
			if (response.isCommitted() || !TemporaryFailure.is(ex)) {
				throw ex;
			}
			logger.error(request.getMethod() + " of the authorization server failed", ex);
			ServerHttpObservationFilter.findObservationContext(request).ifPresent((context) -> context.setError(ex));
			answer(request, response);
		}
	}

	private void answer(HttpServletRequest request, HttpServletResponse response) throws ServletException, IOException {
		response.resetBuffer();
		response.setHeader(HttpHeaders.RETRY_AFTER, TemporaryFailure.PAUSE_IN_SECONDS);
		if (this.endpointsOfUsers.matches(request) && this.pages.areFor(request)) {
			this.pages.explain(Cause.SERVER_UNAVAILABLE, TemporaryFailure.SENTENCE,
					request.getParameter(OAuth2ParameterNames.CLIENT_ID), request, response);
			return;
		}
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		response.setHeader(HttpHeaders.PRAGMA, "no-cache");
		ErrorAnswer.write(response, HttpStatus.SERVICE_UNAVAILABLE,
				new OAuth2Error(OAuth2ErrorCodes.TEMPORARILY_UNAVAILABLE, TemporaryFailure.SENTENCE, null));
	}

}
