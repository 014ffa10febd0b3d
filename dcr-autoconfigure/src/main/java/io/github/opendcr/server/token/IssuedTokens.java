package io.github.opendcr.server.token;

import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AccessTokenAuthenticationToken;

/**
 * Tells which of the things that Spring Security says were authenticated are access
 * tokens that were issued.
 *
 * @since 0.1.0
 */
public final class IssuedTokens {

	private IssuedTokens() {
	}

	/**
	 * Whether an access token was issued to a client that registered itself.
	 * @param authentication what succeeded
	 * @return whether it is the answer of the token endpoint to such a client
	 */
	public static boolean isToDynamicClient(Authentication authentication) {
		return authentication instanceof OAuth2AccessTokenAuthenticationToken token
				&& DynamicClients.isDynamic(token.getRegisteredClient());
	}

}
