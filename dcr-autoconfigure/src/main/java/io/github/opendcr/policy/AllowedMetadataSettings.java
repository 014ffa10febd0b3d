package io.github.opendcr.policy;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.metadata.ResponseTypes;

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
	 * What clients are granted where nothing else is said.
	 */
	public static final AllowedMetadataSettings DEFAULT = new AllowedMetadataSettings(
			ordered("authorization_code", "refresh_token"), null, Set.of(), List.of(),
			ordered("client_secret_basic", "client_secret_post", "private_key_jwt", "none"), null, false);

	/**
	 * Create settings. A default scope that is listed twice is granted once.
	 * @throws IllegalArgumentException if the response types are others than the grant
	 * types use
	 */
	public AllowedMetadataSettings {
		defaultScopes = defaultScopes.stream().distinct().toList();
		if (responseTypes != null) {
			requireUse(responseTypes, grantTypes);
		}
	}

	private static void requireUse(Set<String> responseTypes, Set<String> grantTypes) {
		for (String responseType : responseTypes) {
			List<String> needed = ResponseTypes.grantTypesOf(responseType);
			if (needed.isEmpty() || !grantTypes.containsAll(needed)) {
				throw new IllegalArgumentException(
						"'" + responseType + "' is no response type of the allowed grant types " + grantTypes);
			}
		}
		for (String grantType : grantTypes) {
			if (!ResponseTypes.impliedBy(List.of(grantType)).isEmpty() && responseTypes.stream()
				.noneMatch((responseType) -> ResponseTypes.grantTypesOf(responseType).contains(grantType))) {
				throw new IllegalArgumentException(
						"The allowed grant type " + grantType + " needs a response type that uses it");
			}
		}
	}

	/**
	 * Whether a client may be granted a scope.
	 * @param scope the scope value
	 * @return {@code true} if it is allowed
	 */
	public boolean allowsScope(String scope) {
		return this.scopes.contains(scope) || this.defaultScopes.contains(scope);
	}

	private static Set<String> ordered(String... values) {
		return Collections.unmodifiableSet(new LinkedHashSet<>(List.of(values)));
	}

}
