package io.github.opendcr.server.token;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.AuthorizationServerServices;

import org.springframework.context.ApplicationContext;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/**
 * Finds authorizations for others than the server's own filters, and reads them as those
 * do: with one connection at a time.
 */
final class AuthorizationLookUp {

	private final Map<OAuth2AuthorizationService, AuthorizationAccess> access = Collections
		.synchronizedMap(new IdentityHashMap<>());

	private final AuthorizationServerServices services;

	private final ApplicationContext context;

	AuthorizationLookUp(AuthorizationServerServices services, ApplicationContext context) {
		this.services = services;
		this.context = context;
	}

	/**
	 * Find an authorization of any of the servers.
	 */
	@Nullable OAuth2Authorization find(String token, OAuth2TokenType type) {
		return this.services.getAuthorizationServices()
			.stream()
			.map((service) -> access(service)
				.<@Nullable OAuth2Authorization>read(() -> service.findByToken(token, type)))
			.filter(Objects::nonNull)
			.findFirst()
			.orElse(null);
	}

	/**
	 * Read what belongs to authorizations, as the first server's own filters would.
	 */
	<T extends @Nullable Object> T read(Supplier<T> action) {
		return access(this.services.getAuthorizationServices().get(0)).read(action);
	}

	private AuthorizationAccess access(OAuth2AuthorizationService service) {
		return this.access.computeIfAbsent(service, (any) -> Objects
			.requireNonNullElseGet(AuthorizationAccess.known(any, this.context), AuthorizationAccess::local));
	}

}
