package io.github.opendcr.benchmarks.micro;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Keeps the last client only.
 */
class ForgetfulClientRepository implements RegisteredClientRepository {

	private volatile @Nullable RegisteredClient last;

	@Override
	public void save(RegisteredClient registeredClient) {
		this.last = registeredClient;
	}

	@Override
	public @Nullable RegisteredClient findById(String id) {
		RegisteredClient client = this.last;
		return (client != null && client.getId().equals(id)) ? client : null;
	}

	@Override
	public @Nullable RegisteredClient findByClientId(String clientId) {
		RegisteredClient client = this.last;
		return (client != null && client.getClientId().equals(clientId)) ? client : null;
	}

}
