package io.github.opendcr.server.authentication;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.client.DynamicClients;

import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.StringUtils;

/**
 * Reads requests to refresh or to revoke a token, and pushed authorization requests, in
 * which the {@code client_id} is all there is, if the client is a dynamic public one, or
 * unknown: Spring has no answer for these but an empty 401, and a client registers anew
 * only when it reads {@code invalid_client}. Clients that the application registered are
 * left to Spring.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6749.html#section-3.2.1">RFC 6749
 * §3.2.1</a>
 */
final class PublicClientConverter implements AuthenticationConverter {

	private final RegisteredClientRepository repository;

	private final RequestMatcher tokenEndpoint;

	private final RequestMatcher otherEndpoints;

	PublicClientConverter(RegisteredClientRepository repository, RequestMatcher tokenEndpoint,
			RequestMatcher otherEndpoints) {
		this.repository = repository;
		this.tokenEndpoint = tokenEndpoint;
		this.otherEndpoints = otherEndpoints;
	}

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		// By path too: introspection must not be open to whoever knows a client_id
		// (RFC 7662 §2.1)
		if (!isRefresh(request) && !this.otherEndpoints.matches(request)) {
			return null;
		}
		String clientId = formParameter(request, OAuth2ParameterNames.CLIENT_ID);
		if (!StringUtils.hasText(clientId) || hasCredentials(request)) {
			return null;
		}
		RegisteredClient client = this.repository.findByClientId(clientId);
		return (client == null || DynamicClients.isDynamicPublic(client)) ? new PublicClientRequest(clientId, client)
				: null;
	}

	private boolean isRefresh(HttpServletRequest request) {
		return this.tokenEndpoint.matches(request) && AuthorizationGrantType.REFRESH_TOKEN.getValue()
			.equals(formParameter(request, OAuth2ParameterNames.GRANT_TYPE));
	}

	private static boolean hasCredentials(HttpServletRequest request) {
		return (request.getHeader(HttpHeaders.AUTHORIZATION) != null
				&& !ClientAuthorizationHeader.isAccessToken(request))
				|| isThere(request, OAuth2ParameterNames.CLIENT_SECRET)
				|| isThere(request, OAuth2ParameterNames.CLIENT_ASSERTION);
	}

	// RFC 6749 §3.2: without a value is as if it weren't there
	private static boolean isThere(HttpServletRequest request, String parameter) {
		String value = request.getParameter(parameter);
		return value != null && !value.isEmpty();
	}

	private static @Nullable String formParameter(HttpServletRequest request, String name) {
		String[] values = request.getParameterValues(name);
		String query = request.getQueryString();
		if (values == null || values.length != 1 || (query != null && query.contains(name))) {
			return null;
		}
		return values[0];
	}

}
