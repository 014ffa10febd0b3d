package io.github.opendcr.resource;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Decides for which resources a client that registered itself may get access tokens. It
 * is asked when the client names a resource, and again whenever a token is issued, so
 * that an answer counts at once. Implementations must be safe for use by several threads.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8707.html">RFC 8707</a>
 */
@FunctionalInterface
public interface ProtectedResources {

	/**
	 * Find a resource.
	 * @param uri how the client names it: an absolute URI of printable ASCII without
	 * fragment and user information
	 * @param client the client that asks
	 * @return the resource, or {@code null} if the client may have no token for it
	 */
	@Nullable ProtectedResource find(String uri, RegisteredClient client);

	/**
	 * Return what the discovery documents list as {@code protected_resources}, for anyone
	 * to read.
	 * @return identifiers of resources; empty, as it is by default, to list none
	 * @see <a href="https://www.rfc-editor.org/rfc/rfc9728.html#section-4">RFC 9728
	 * §4</a>
	 */
	default Set<String> published() {
		return Set.of();
	}

	/**
	 * Allow any resource, under the name by which a client asks for it.
	 * @return what allows it to all clients alike
	 */
	static ProtectedResources any() {
		return AllowedResources.any();
	}

	/**
	 * Allow what is listed.
	 * @param exact the scopes of single resources, by their URIs
	 * @param prefixes the scopes of all that is below a prefix, by the prefixes; the
	 * longest one counts, and a single resource more than any
	 * @return what allows them to all clients alike
	 * @throws IllegalArgumentException if one of them is no resource, with a sentence
	 */
	static ProtectedResources of(Map<String, Set<String>> exact, Map<String, Set<String>> prefixes) {
		return AllowedResources.of(exact, prefixes);
	}

}
