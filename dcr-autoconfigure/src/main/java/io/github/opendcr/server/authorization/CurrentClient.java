package io.github.opendcr.server.authorization;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2ClientAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Which client is known to send a request, at this place of the chain.
 */
final class CurrentClient {

	private CurrentClient() {
	}

	static @Nullable RegisteredClient get() {
		return (SecurityContextHolder.getContext().getAuthentication() instanceof OAuth2ClientAuthenticationToken token)
				? token.getRegisteredClient() : null;
	}

}
