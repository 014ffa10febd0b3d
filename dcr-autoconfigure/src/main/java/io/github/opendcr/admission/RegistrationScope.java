package io.github.opendcr.admission;

import org.jspecify.annotations.Nullable;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.server.resource.authentication.BearerTokenAuthentication;

/**
 * The scope of access tokens with which clients are registered.
 *
 * @param name the scope
 */
record RegistrationScope(String name) {

	/**
	 * Whether an access token was presented that carries the scope. A session user's
	 * authorities may look the same, and don't count.
	 */
	boolean isCarriedBy(@Nullable Authentication authentication) {
		return authentication instanceof BearerTokenAuthentication && authentication.getAuthorities()
			.stream()
			.anyMatch((authority) -> ("SCOPE_" + this.name).equals(authority.getAuthority()));
	}

}
