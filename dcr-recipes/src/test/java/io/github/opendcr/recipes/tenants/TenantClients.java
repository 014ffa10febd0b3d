package io.github.opendcr.recipes.tenants;

import io.github.opendcr.storage.RegisteredClientRemover;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * The clients of the tenant that a request is for, in the tenant's own database.
 *
 * @param databases the databases of all tenants
 */
record TenantClients(Tenants<JdbcOperations> databases) implements RegisteredClientRepository, RegisteredClientRemover {

	@Override
	public void save(RegisteredClient client) {
		clients().save(client);
	}

	@Override
	public RegisteredClient findById(String id) {
		return clients().findById(id);
	}

	@Override
	public RegisteredClient findByClientId(String clientId) {
		return clients().findByClientId(clientId);
	}

	@Override
	public void remove(RegisteredClient client) {
		this.databases.current().update("DELETE FROM oauth2_registered_client WHERE id = ?", client.getId());
	}

	private RegisteredClientRepository clients() {
		return new JdbcRegisteredClientRepository(this.databases.current());
	}

}
