package io.github.opendcr.server;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Writes clients as the repository does.
 *
 * @param repository the repository
 */
record RepositoryClientWriter(RegisteredClientRepository repository) implements RegisteredClientWriter {

	@Override
	public void insert(RegisteredClient client) {
		this.repository.save(client);
	}

	@Override
	public boolean update(RegisteredClient client) {
		this.repository.save(client);
		return true;
	}

}
