package io.github.opendcr.recipes.jpa;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.stereotype.Component;

@Component
class JpaRegisteredClientRepository implements RegisteredClientRepository {

	private final ClientRepository clients;

	JpaRegisteredClientRepository(ClientRepository clients) {
		this.clients = clients;
	}

	@Override
	public void save(RegisteredClient client) {
		this.clients.saveAndFlush(Client.of(client));
	}

	@Override
	public RegisteredClient findById(String id) {
		return this.clients.findById(id).map(Client::toRegisteredClient).orElse(null);
	}

	@Override
	public RegisteredClient findByClientId(String clientId) {
		Client client = this.clients.findByClientId(clientId);
		return (client != null) ? client.toRegisteredClient() : null;
	}

}
