package io.github.opendcr.server;

import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegisteredClientRemover;

import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Removes from the maps of Spring's in-memory repository and services, which list
 * nothing. The maps are concurrent ones.
 */
final class InMemoryRemovers {

	private InMemoryRemovers() {
	}

	static @Nullable RegisteredClientRemover clients(Object repository) {
		if (!(repository instanceof InMemoryRegisteredClientRepository)) {
			return null;
		}
		Map<String, RegisteredClient> byId = PrivateField.read(repository, "idRegistrationMap", Map.class);
		Map<String, RegisteredClient> byClientId = PrivateField.read(repository, "clientIdRegistrationMap", Map.class);
		return (client) -> {
			byClientId.remove(client.getClientId());
			byId.remove(client.getId());
		};
	}

	static @Nullable Consumer<RegisteredClient> authorizations(Object service) {
		if (service instanceof InMemoryOAuth2AuthorizationService) {
			Map<String, OAuth2Authorization> initialized = PrivateField.read(service, "initializedAuthorizations",
					Map.class);
			Map<String, OAuth2Authorization> complete = PrivateField.read(service, "authorizations", Map.class);
			return (client) -> {
				// In the order in which an authorization moves from one to the other
				initialized.values().removeIf((value) -> value.getRegisteredClientId().equals(client.getId()));
				complete.values().removeIf((value) -> value.getRegisteredClientId().equals(client.getId()));
			};
		}
		if (service instanceof InMemoryOAuth2AuthorizationConsentService) {
			Map<Integer, OAuth2AuthorizationConsent> consents = PrivateField.read(service, "authorizationConsents",
					Map.class);
			return (client) -> consents.values()
				.removeIf((value) -> value.getRegisteredClientId().equals(client.getId()));
		}
		return null;
	}

}
