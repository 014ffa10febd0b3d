package io.github.opendcr.server;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Writes clients as the repository does. A repository that forgets the settings by which
 * a client is kept from working would let it work, and is found out at once.
 *
 * @param repository the repository
 */
record RepositoryClientWriter(RegisteredClientRepository repository) implements RegisteredClientWriter {

	@Override
	public void insert(RegisteredClient client) {
		save(client);
	}

	@Override
	public boolean update(RegisteredClient client) {
		save(client);
		return true;
	}

	private void save(RegisteredClient client) {
		this.repository.save(client);
		if (!DynamicClients.isRestricted(client)) {
			return;
		}
		RegisteredClient saved = this.repository.findById(client.getId());
		if (saved == null || !DynamicClients.haveSameMarks(saved, client)) {
			throw new IllegalStateException(
					"%s must keep all of ClientSettings.getSettings(), or clients that are pending, disabled or expired could be used"
						.formatted(this.repository.getClass().getName()));
		}
	}

}
