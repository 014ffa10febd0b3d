package io.github.opendcr.server;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * The repository as the server's own filters see it. They save a dynamic client for one
 * reason, to encode its secret anew while it authenticates; that save is an upsert, and
 * brings a client back that was deleted in the meantime.
 *
 * @param delegate the repository that the application chose
 */
record GuardedClientRepository(RegisteredClientRepository delegate) implements RegisteredClientRepository {

	@Override
	public void save(RegisteredClient registeredClient) {
		if (!DynamicClients.isDynamic(registeredClient)) {
			this.delegate.save(registeredClient);
		}
	}

	@Override
	public @Nullable RegisteredClient findById(String id) {
		return this.delegate.findById(id);
	}

	@Override
	public @Nullable RegisteredClient findByClientId(String clientId) {
		return this.delegate.findByClientId(clientId);
	}

}
