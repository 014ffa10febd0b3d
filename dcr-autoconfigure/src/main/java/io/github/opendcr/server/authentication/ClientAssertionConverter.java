package io.github.opendcr.server.authentication;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.AddedParameter;
import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.web.authentication.JwtClientAssertionAuthenticationConverter;
import org.springframework.security.web.authentication.AuthenticationConverter;
import org.springframework.util.StringUtils;

/**
 * Reads client assertions that come without a {@code client_id}, which is optional beside
 * one and which Spring demands: the assertion's subject is the client, and if that is
 * unknown, the answer is the one to an unknown {@code client_id}. Others are left to
 * Spring. It hooks in as one more converter of client authentication, in front of
 * Spring's.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7521.html#section-4.2">RFC 7521
 * §4.2</a>
 */
final class ClientAssertionConverter implements AuthenticationConverter {

	private final AuthenticationConverter delegate = new JwtClientAssertionAuthenticationConverter();

	private final RegisteredClientRepository repository;

	ClientAssertionConverter(RegisteredClientRepository repository) {
		this.repository = repository;
	}

	static void addTo(ServerChain chain) {
		chain.server()
			.clientAuthentication((authentication) -> authentication
				.authenticationConverter(new ClientAssertionConverter(chain.usableClients())));
	}

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		if (!ClientAssertionClaims.areIn(request)
				|| StringUtils.hasText(request.getParameter(OAuth2ParameterNames.CLIENT_ID))) {
			return null;
		}
		// unverified: that it is the subject of a good assertion is checked later
		ClientAssertionClaims claims = ClientAssertionClaims.of(request);
		String clientId = (claims != null) ? claims.subject() : null;
		RegisteredClient client = (clientId != null) ? this.repository.findByClientId(clientId) : null;
		if (client == null) {
			// RFC 7521 §4.2.1
			throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
		}
		return DynamicClients.isDynamic(client) ? this.delegate
			.convert(new AddedParameter(request, OAuth2ParameterNames.CLIENT_ID, client.getClientId())) : null;
	}

}
