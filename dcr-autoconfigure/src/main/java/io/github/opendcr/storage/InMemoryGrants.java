package io.github.opendcr.storage;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.PrivateField;
import io.github.opendcr.server.chain.ProxyTarget;

import org.springframework.security.oauth2.core.OAuth2AccessToken;
import org.springframework.security.oauth2.core.OAuth2DeviceCode;
import org.springframework.security.oauth2.core.OAuth2RefreshToken;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
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

	static Grants.@Nullable LookUp lookUp(Object service) {
		Object target = ProxyTarget.of(service);
		if (target instanceof InMemoryOAuth2AuthorizationService) {
			return new Authorizations(initialized(target), complete(target));
		}
		return (target instanceof InMemoryOAuth2AuthorizationConsentService) ? new Consents(consents(target)) : null;
	}

	private static boolean counts(OAuth2Authorization authorization, Instant now) {
		return Stream
			.of(OAuth2RefreshToken.class, OAuth2AccessToken.class, OAuth2AuthorizationCode.class,
					OAuth2DeviceCode.class)
			.anyMatch((type) -> endsAfter(authorization.getToken(type), now));
	}

	private static boolean endsAfter(OAuth2Authorization.@Nullable Token<?> token, Instant now) {
		Instant end = (token != null) ? token.getToken().getExpiresAt() : null;
		return token != null && (end == null || end.isAfter(now));
	}

	private static Map<String, OAuth2Authorization> initialized(Object target) {
		return PrivateField.read(target, "initializedAuthorizations", Map.class);
	}

	private static Map<String, OAuth2Authorization> complete(Object target) {
		return PrivateField.read(target, "authorizations", Map.class);
	}

	private static Map<Integer, OAuth2AuthorizationConsent> consents(Object target) {
		return PrivateField.read(target, "authorizationConsents", Map.class);
	}

	private static Consumer<RegisteredClient> authorizations(OAuth2AuthorizationService service, Object target) {
		Map<String, OAuth2Authorization> initialized = initialized(target);
		Map<String, OAuth2Authorization> complete = complete(target);
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
		Map<Integer, OAuth2AuthorizationConsent> consents = consents(target);
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

	private record Authorizations(Map<String, OAuth2Authorization> initialized,
			Map<String, OAuth2Authorization> complete) implements Grants.LookUp {

		@Override
		public boolean anyCounts(RegisteredClient client, Instant now) {
			return of(client).anyMatch((value) -> counts(value, now));
		}

		@Override
		public Map<String, Long> count(RegisteredClient client) {
			return Map.of("authorizations", of(client).count());
		}

		private Stream<OAuth2Authorization> of(RegisteredClient client) {
			return Stream.of(this.initialized, this.complete)
				.flatMap((map) -> map.values().stream())
				.filter((value) -> value.getRegisteredClientId().equals(client.getId()));
		}

	}

	private record Consents(Map<Integer, OAuth2AuthorizationConsent> consents) implements Grants.LookUp {

		@Override
		public boolean anyCounts(RegisteredClient client, Instant now) {
			return of(client).findAny().isPresent();
		}

		@Override
		public Map<String, Long> count(RegisteredClient client) {
			return Map.of("consents", of(client).count());
		}

		private Stream<OAuth2AuthorizationConsent> of(RegisteredClient client) {
			return this.consents.values()
				.stream()
				.filter((value) -> value.getRegisteredClientId().equals(client.getId()));
		}

	}

}
