package io.github.opendcr.server.authentication;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * A request of a public client that says only who it is. A type of its own, so that no
 * other request, least of all one whose {@code code_verifier} has yet to be checked, ever
 * reaches {@link PublicClientProvider}, and none of ours reaches Spring's.
 */
final class PublicClientRequest extends AbstractAuthenticationToken {

	private final String clientId;

	private final transient @Nullable RegisteredClient client;

	PublicClientRequest(String clientId, @Nullable RegisteredClient client) {
		super(List.of());
		this.clientId = clientId;
		this.client = client;
	}

	@Nullable RegisteredClient getClient() {
		return this.client;
	}

	@Override
	public Object getPrincipal() {
		return this.clientId;
	}

	@Override
	public @Nullable Object getCredentials() {
		return null;
	}

}
