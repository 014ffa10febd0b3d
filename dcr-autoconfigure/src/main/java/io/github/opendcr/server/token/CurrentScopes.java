package io.github.opendcr.server.token;

import java.util.LinkedHashSet;
import java.util.Set;

import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * What a client was granted of the scopes that it still has. Spring compares the scopes
 * of a request with those of the client where a grant begins, and no refresh ever again:
 * what an update, a narrower policy or a document took away would live on in refresh
 * tokens.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-2">RFC 7591 §2</a>
 */
final class CurrentScopes {

	private CurrentScopes() {
	}

	/**
	 * Return an authorization as it is still good for the client that redeems it.
	 * @param found what was found
	 * @return the same one if all of its scopes are the client's, if it isn't that of the
	 * client that sends the request, or if that isn't a dynamic one
	 */
	static OAuth2Authorization in(OAuth2Authorization found) {
		RegisteredClient client = DynamicClients.authenticated();
		if (client == null || !client.getId().equals(found.getRegisteredClientId()) || !DynamicClients.isDynamic(client)
				|| client.getScopes().containsAll(found.getAuthorizedScopes())) {
			return found;
		}
		Set<String> left = new LinkedHashSet<>(found.getAuthorizedScopes());
		left.retainAll(client.getScopes());
		return OAuth2Authorization.from(found).authorizedScopes(left).build();
	}

}
