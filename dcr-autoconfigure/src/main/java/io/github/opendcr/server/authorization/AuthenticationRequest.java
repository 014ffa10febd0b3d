package io.github.opendcr.server.authorization;

import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.opendcr.keys.Sha256;

import org.springframework.security.oauth2.core.oidc.endpoint.OidcParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * A request of a dynamic client that demands something of the user's login.
 *
 * @param token the request, with a redirect URI that is the client's
 * @param client the client
 * @param demand what it demands
 */
record AuthenticationRequest(OAuth2AuthorizationCodeRequestAuthenticationToken token, RegisteredClient client,
		LoginDemand demand) {

	OAuth2AuthorizationCodeRequestAuthenticationException loginRequired(String description) {
		return AuthorizationRefusal.of("login_required", description, this.token, this.client);
	}

	/**
	 * What tells this request from all others of this user: clients choose these values
	 * anew for each. A hash, for it is kept in sessions, and the values may be long.
	 */
	String identity() {
		return Sha256.of(Stream
			.of(this.client.getClientId(), this.token.getState(),
					this.token.getAdditionalParameters().get(OidcParameterNames.NONCE),
					this.token.getAdditionalParameters().get("code_challenge"))
			.map(String::valueOf)
			.collect(Collectors.joining(" ")));
	}

}
