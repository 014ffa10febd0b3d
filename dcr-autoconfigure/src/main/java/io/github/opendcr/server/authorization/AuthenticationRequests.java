package io.github.opendcr.server.authorization;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.client.ClientUnavailableException;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationContext;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationValidator;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.web.authentication.OAuth2AuthorizationCodeRequestAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Reads the requests of dynamic clients at the authorization endpoint, whether they come
 * by themselves or were pushed.
 *
 * @param clients the clients that may be used
 * @param pushedRequests the pushed requests
 */
record AuthenticationRequests(RegisteredClientRepository clients, PushedRequests pushedRequests) {

	private static final AuthenticationConverter CONVERTER = new OAuth2AuthorizationCodeRequestAuthenticationConverter();

	private static final LoopbackPortValidator VALIDATOR = new LoopbackPortValidator(
			new OAuth2AuthorizationCodeRequestAuthenticationValidator());

	/**
	 * Read a request.
	 * @return the request, or {@code null} if it isn't a dynamic client's or demands
	 * nothing of the login
	 * @throws OAuth2AuthenticationException if the client can't be used, or the request
	 * is an invalid one
	 */
	@Nullable AuthenticationRequest read(HttpServletRequest request, Authentication user) {
		// What came by itself has been validated, unless its client was made just now
		Object validated = request.getAttribute(OAuth2AuthorizationCodeRequestAuthenticationToken.class.getName());
		if (validated instanceof OAuth2AuthorizationCodeRequestAuthenticationToken token) {
			return read(token);
		}
		boolean byItself = DocumentRequest.isResolved(request)
				&& request.getParameter(OAuth2ParameterNames.REQUEST_URI) == null;
		return byItself ? readByItself(request) : readPushed(request, user);
	}

	private @Nullable AuthenticationRequest readByItself(HttpServletRequest request) {
		if (!(CONVERTER.convert(request) instanceof OAuth2AuthorizationCodeRequestAuthenticationToken token)) {
			return null;
		}
		RegisteredClient client = this.clients.findByClientId(token.getClientId());
		return (client != null) ? read(validated(token, client), client) : null;
	}

	private static OAuth2AuthorizationCodeRequestAuthenticationToken validated(
			OAuth2AuthorizationCodeRequestAuthenticationToken token, RegisteredClient client) {
		VALIDATOR
			.accept(OAuth2AuthorizationCodeRequestAuthenticationContext.with(token).registeredClient(client).build());
		return token;
	}

	private @Nullable AuthenticationRequest readPushed(HttpServletRequest request, Authentication user) {
		String requestUri = request.getParameter(OAuth2ParameterNames.REQUEST_URI);
		String clientId = request.getParameter(OAuth2ParameterNames.CLIENT_ID);
		if (requestUri == null || clientId == null) {
			return null;
		}
		RegisteredClient client = this.clients.findByClientId(clientId);
		if (client == null) {
			throw ClientUnavailableException.unknown();
		}
		OAuth2AuthorizationCodeRequestAuthenticationToken token = DynamicClients.isDynamic(client)
				? this.pushedRequests.find(requestUri, clientId, user) : null;
		// The client may have changed since
		return (token != null) ? read(validated(token, client), client) : null;
	}

	private @Nullable AuthenticationRequest read(OAuth2AuthorizationCodeRequestAuthenticationToken token) {
		if (!LoginDemand.isMadeBy(token)) {
			return null;
		}
		RegisteredClient client = this.clients.findByClientId(token.getClientId());
		return (client != null && DynamicClients.isDynamic(client)) ? read(token, client) : null;
	}

	private static @Nullable AuthenticationRequest read(OAuth2AuthorizationCodeRequestAuthenticationToken token,
			RegisteredClient client) {
		try {
			return LoginDemand.isMadeBy(token) ? new AuthenticationRequest(token, client, LoginDemand.of(token)) : null;
		}
		catch (IllegalArgumentException ex) {
			throw AuthorizationRefusal.of(OAuth2ErrorCodes.INVALID_REQUEST, String.valueOf(ex.getMessage()), token,
					client);
		}
	}

}
