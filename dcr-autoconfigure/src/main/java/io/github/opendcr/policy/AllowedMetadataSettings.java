package io.github.opendcr.policy;

import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What clients may be granted.
 *
 * @param grantTypes the grant types
 * @param responseTypes the response types, or {@code null} for all that the grant types
 * have
 * @param scopes the scope values that a client may ask for
 * @param defaultScopes the scope values of a client that asked for none of these; allowed
 * without being listed
 * @param tokenEndpointAuthMethods the methods of client authentication
 * @param applicationTypes the values of {@code application_type}, or {@code null} for any
 * @param refreshTokensForPublicClients whether a public client is issued refresh tokens
 * @since 0.1.0
 */
public record AllowedMetadataSettings(Set<String> grantTypes, @Nullable Set<String> responseTypes, Set<String> scopes,
		List<String> defaultScopes, Set<String> tokenEndpointAuthMethods, @Nullable Set<String> applicationTypes,
		boolean refreshTokensForPublicClients) {

	/**
	 * Create settings. A default scope that is listed twice is granted once.
	 */
	public AllowedMetadataSettings {
		defaultScopes = defaultScopes.stream().distinct().toList();
	}

}
