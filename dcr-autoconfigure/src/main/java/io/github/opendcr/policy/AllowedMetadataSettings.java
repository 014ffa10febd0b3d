package io.github.opendcr.policy;

import java.util.List;
import java.util.Set;

/**
 * What clients may be granted.
 *
 * @param grantTypes the grant types
 * @param scopes the scope values that a client may ask for
 * @param defaultScopes the scope values of a client that asked for none of these; allowed
 * without being listed
 * @param tokenEndpointAuthMethods the methods of client authentication
 * @param refreshTokensForPublicClients whether a public client is issued refresh tokens
 * @since 0.1.0
 */
public record AllowedMetadataSettings(Set<String> grantTypes, Set<String> scopes, List<String> defaultScopes,
		Set<String> tokenEndpointAuthMethods, boolean refreshTokensForPublicClients) {
}
