package io.github.opendcr.server.authentication;

import io.github.opendcr.server.chain.ServerChain;

import org.springframework.http.HttpMethod;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

/**
 * Authenticates what {@link PublicClientConverter} read: the token that is to be
 * refreshed or revoked is the proof, and Spring checks that it is this client's. A pushed
 * authorization request is worth no more than one that comes by itself (RFC 9126 §2). It
 * hooks in as one more converter and provider of client authentication.
 */
final class PublicClientProvider implements AuthenticationProvider {

	static void addTo(ServerChain chain) {
		PublicClientConverter converter = new PublicClientConverter(chain.usableClients(),
				chain.endpoints(HttpMethod.POST, AuthorizationServerSettings::getTokenEndpoint),
				chain.endpoints(HttpMethod.POST, AuthorizationServerSettings::getTokenRevocationEndpoint,
						AuthorizationServerSettings::getPushedAuthorizationRequestEndpoint));
		chain.server()
			.clientAuthentication((authentication) -> authentication.authenticationConverter(converter)
				.authenticationProvider(new PublicClientProvider()));
	}

	@Override
	public Authentication authenticate(Authentication authentication) {
		RegisteredClient client = ((PublicClientRequest) authentication).getClient();
		if (client == null) {
			throw new OAuth2AuthenticationException(OAuth2ErrorCodes.INVALID_CLIENT);
		}
		return new OAuth2ClientAuthenticationToken(client, ClientAuthenticationMethod.NONE, null);
	}

	@Override
	public boolean supports(Class<?> authentication) {
		return PublicClientRequest.class.isAssignableFrom(authentication);
	}

}
