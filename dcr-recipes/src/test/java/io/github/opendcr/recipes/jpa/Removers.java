package io.github.opendcr.recipes.jpa;

import java.time.Instant;

import io.github.opendcr.storage.AuthorizationRemover;
import io.github.opendcr.storage.RegisteredClientRemover;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

@Configuration(proxyBeanMethods = false)
class Removers {

	@Bean
	RegisteredClientRemover registeredClientRemover(ClientRepository clients) {
		return (client) -> {
			clients.deleteById(client.getId());
			clients.flush();
		};
	}

	@Bean
	AuthorizationRemover authorizationRemover(AuthorizationRepository authorizations, ConsentRepository consents) {
		return new AuthorizationRemover() {

			@Override
			public void removeAll(RegisteredClient client) {
				authorizations.deleteByRegisteredClientId(client.getId());
				consents.deleteByRegisteredClientId(client.getId());
			}

			// without it no client is ever deleted as unused
			@Override
			public boolean hasGrants(RegisteredClient client, Instant now) {
				return consents.existsByRegisteredClientId(client.getId())
						|| authorizations.countUnexpired(client.getId(), now) > 0;
			}

		};
	}

}
