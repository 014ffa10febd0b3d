package io.github.opendcr.storage;

import java.util.Collection;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.PrivateField;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * The maps of Spring's repository in memory, which are concurrent ones.
 *
 * @param byId the clients by {@code id}
 * @param byClientId the clients by {@code client_id}
 */
record InMemoryRows(Map<String, RegisteredClient> byId,
		Map<String, RegisteredClient> byClientId) implements ClientRows {

	static @Nullable InMemoryRows of(Object repository) {
		if (!(repository instanceof InMemoryRegisteredClientRepository)) {
			return null;
		}
		return new InMemoryRows(PrivateField.read(repository, "idRegistrationMap", Map.class),
				PrivateField.read(repository, "clientIdRegistrationMap", Map.class));
	}

	@Override
	public void insert(RegisteredClient client) {
		if (this.byClientId.putIfAbsent(client.getClientId(), client) != null) {
			throw new DuplicateKeyException("The client_id is taken");
		}
		this.byId.put(client.getId(), client);
	}

	@Override
	public boolean update(RegisteredClient client) {
		this.byClientId.replace(client.getClientId(), client);
		return this.byId.replace(client.getId(), client) != null;
	}

	@Override
	public void remove(RegisteredClient client) {
		this.byClientId.remove(client.getClientId());
		this.byId.remove(client.getId());
	}

	@Override
	public Collection<RegisteredClient> all() {
		return this.byClientId.values();
	}

}
