package io.github.opendcr.server.authorization;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.util.StringUtils;

/**
 * Tells dynamic clients that request objects aren't supported, where Spring overlooks the
 * parameter {@code request} and takes every {@code request_uri} for a pushed request. The
 * client learns it by a redirect if the URI for that is beyond doubt. Whoever sends
 * {@code request_uri} more than once is refused, too. It hooks in before Spring's
 * converter at the authorization endpoint, behind those of the application.
 *
 * @param clients the clients that may be used
 * @see <a href="https://openid.net/specs/openid-connect-core-1_0.html#AuthError">OpenID
 * Connect Core 1.0 §3.1.2.6</a>
 */
record RequestObjectRefusal(RegisteredClientRepository clients) implements AuthenticationConverter {

	private static final OAuth2Error NOT_SUPPORTED = new OAuth2Error("request_not_supported",
			"Request objects are not supported", null);

	private static final LoopbackPortValidator REDIRECT_URI = new LoopbackPortValidator(
			OAuth2AuthorizationCodeRequestAuthenticationValidator.DEFAULT_REDIRECT_URI_VALIDATOR);

	static void addTo(ServerChain chain) {
		RequestObjectRefusal converter = new RequestObjectRefusal(chain.usableClients());
		chain.server().authorizationEndpoint((endpoint) -> endpoint.authorizationRequestConverter(converter));
	}

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		checkOnce(request);
		OAuth2Error error = errorOf(request);
		if (error != null) {
			refuse(request, error);
		}
		return null;
	}

	/**
	 * Check a request that is pushed. {@code request_uri} has an error of its own there
	 * (RFC 9126 §2.1).
	 */
	static void check(HttpServletRequest request, @Nullable RegisteredClient client) {
		if (client != null && DynamicClients.isDynamic(client)
				&& StringUtils.hasText(request.getParameter("request"))) {
			throw new OAuth2AuthenticationException(NOT_SUPPORTED);
		}
	}

	// RFC 6749 §3.1. Of several, Spring looks at the first, and fails if that is empty
	private static void checkOnce(HttpServletRequest request) {
		String[] requestUris = request.getParameterValues(OAuth2ParameterNames.REQUEST_URI);
		if (requestUris != null && requestUris.length > 1) {
			throw new OAuth2AuthorizationCodeRequestAuthenticationException(
					new OAuth2Error(OAuth2ErrorCodes.INVALID_REQUEST,
							"A parameter was sent more than once: " + OAuth2ParameterNames.REQUEST_URI, null),
					null);
		}
	}

	private static @Nullable OAuth2Error errorOf(HttpServletRequest request) {
		if (StringUtils.hasText(request.getParameter("request"))) {
			return NOT_SUPPORTED;
		}
		String requestUri = request.getParameter(OAuth2ParameterNames.REQUEST_URI);
		return (StringUtils.hasText(requestUri) && !requestUri.startsWith(PushedRequests.PREFIX)) ? new OAuth2Error(
				"request_uri_not_supported", "Only a request_uri of a pushed request is supported", null) : null;
	}

	private void refuse(HttpServletRequest request, OAuth2Error error) {
		String clientId = request.getParameter(OAuth2ParameterNames.CLIENT_ID);
		RegisteredClient client = (clientId != null) ? this.clients.findByClientId(clientId) : null;
		if (client == null || !DynamicClients.isDynamic(client)) {
			return;
		}
		OAuth2AuthorizationCodeRequestAuthenticationToken refused = new OAuth2AuthorizationCodeRequestAuthenticationToken(
				request.getRequestURL().toString(), client.getClientId(), CurrentUser.get(),
				request.getParameter(OAuth2ParameterNames.REDIRECT_URI),
				request.getParameter(OAuth2ParameterNames.STATE), null, null);
		throw isRedirectable(refused, client)
				? AuthorizationRefusal.of(error.getErrorCode(), String.valueOf(error.getDescription()), refused, client)
				: new OAuth2AuthorizationCodeRequestAuthenticationException(error, null);
	}

	private static boolean isRedirectable(OAuth2AuthorizationCodeRequestAuthenticationToken request,
			RegisteredClient client) {
		try {
			REDIRECT_URI.accept(
					OAuth2AuthorizationCodeRequestAuthenticationContext.with(request).registeredClient(client).build());
			return true;
		}
		catch (OAuth2AuthorizationCodeRequestAuthenticationException ex) {
			return false; // the URI isn't the client's, or may be in the object
		}
	}

}
