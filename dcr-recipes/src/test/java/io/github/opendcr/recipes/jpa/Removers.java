package io.github.opendcr.recipes.jpa;

import io.github.opendcr.storage.AuthorizationRemover;
import io.github.opendcr.storage.RegisteredClientRemover;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

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
		return (client) -> {
			authorizations.deleteByRegisteredClientId(client.getId());
			consents.deleteByRegisteredClientId(client.getId());
		};
	}

}
