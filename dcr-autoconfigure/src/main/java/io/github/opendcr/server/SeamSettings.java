package io.github.opendcr.server;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What the seams need to know of the configuration.
 *
 * @param path the path of the registration endpoint, with a leading and without a
 * trailing slash, as it comes after the issuer
 * @param authMethods the methods by which clients that register may authenticate
 * @param scopes the scopes that whoever registers may be granted
 * @param refreshTokensForPublicClients whether dynamic public clients get the refresh
 * tokens that they registered for
 * @param allowedOrigins the origins whose scripts may read the discovery documents and
 * call the token endpoint; {@code *} for all, empty for none
 * @param consentForOpenid whether users are asked for their consent to a dynamic client
 * that requests {@code openid} alone, where a consent page is set or ours is shown;
 * {@code null} if, of pages of the application, that depends on whether it uses
 * {@code ConsentModels}
 * @param pushedRequests whether there is an endpoint for pushed authorization requests
 * where the application has none
 * @since 0.1.0
 */
public record SeamSettings(String path, Set<String> authMethods, Set<String> scopes,
		boolean refreshTokensForPublicClients, List<String> allowedOrigins, @Nullable Boolean consentForOpenid,
		boolean pushedRequests) {

	/**
	 * Create the settings.
	 */
	public SeamSettings {
		authMethods = Collections.unmodifiableSet(new LinkedHashSet<>(authMethods));
		scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
		allowedOrigins = List.copyOf(allowedOrigins);
	}

}
