package io.github.opendcr.resource;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * A resource that access tokens can be for.
 *
 * @param uri what it knows itself by, which becomes the audience of its tokens
 * @param scopes the scopes that it knows: a token for it has no other. If empty, it knows
 * all that a client may have
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8707.html#section-2">RFC 8707 §2</a>
 */
public record ProtectedResource(String uri, Set<String> scopes) {

	/**
	 * Create a resource.
	 */
	public ProtectedResource {
		scopes = Collections.unmodifiableSet(new LinkedHashSet<>(scopes));
	}

	/**
	 * Whether the resource knows a scope.
	 * @param scope the scope
	 * @return {@code true} if a token for it may have the scope
	 */
	public boolean knows(String scope) {
		return this.scopes.isEmpty() || this.scopes.contains(scope);
	}

}
