package io.github.opendcr.storage;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.PrivateField;
import io.github.opendcr.server.chain.ProxyTarget;

import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * What the maps of Spring's in-memory services keep, which list nothing. The maps are
 * concurrent ones. A subclass or a proxy is asked to remove each by itself.
 */
final class InMemoryGrants {

	private InMemoryGrants() {
	}

	static @Nullable Consumer<RegisteredClient> of(Object service) {
		Object target = ProxyTarget.of(service);
		if (target instanceof InMemoryOAuth2AuthorizationService) {
			return authorizations((OAuth2AuthorizationService) service, target);
		}
		if (target instanceof InMemoryOAuth2AuthorizationConsentService) {
			return consents((OAuth2AuthorizationConsentService) service, target);
		}
		return null;
	}

	private static Consumer<RegisteredClient> authorizations(OAuth2AuthorizationService service, Object target) {
		Map<String, OAuth2Authorization> initialized = PrivateField.read(target, "initializedAuthorizations",
				Map.class);
		Map<String, OAuth2Authorization> complete = PrivateField.read(target, "authorizations", Map.class);
		Consumer<RegisteredClient> entries = (client) -> {
			// In the order in which an authorization moves from one to the other
			initialized.values().removeIf((value) -> value.getRegisteredClientId().equals(client.getId()));
			complete.values().removeIf((value) -> value.getRegisteredClientId().equals(client.getId()));
		};
		if (service.getClass() == InMemoryOAuth2AuthorizationService.class) {
			return entries;
		}
		Consumer<RegisteredClient> each = (client) -> Stream.of(initialized, complete)
			.flatMap((map) -> List.copyOf(map.values()).stream())
			.filter((value) -> value.getRegisteredClientId().equals(client.getId()))
			.forEach(service::remove);
		return each.andThen(entries);
	}

	private static Consumer<RegisteredClient> consents(OAuth2AuthorizationConsentService service, Object target) {
		Map<Integer, OAuth2AuthorizationConsent> consents = PrivateField.read(target, "authorizationConsents",
				Map.class);
		Consumer<RegisteredClient> entries = (client) -> consents.values()
			.removeIf((value) -> value.getRegisteredClientId().equals(client.getId()));
		if (service.getClass() == InMemoryOAuth2AuthorizationConsentService.class) {
			return entries;
		}
		Consumer<RegisteredClient> each = (client) -> List.copyOf(consents.values())
			.stream()
			.filter((value) -> value.getRegisteredClientId().equals(client.getId()))
			.forEach(service::remove);
		return each.andThen(entries);
	}

}
