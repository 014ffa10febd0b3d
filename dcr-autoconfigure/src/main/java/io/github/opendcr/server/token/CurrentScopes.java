package io.github.opendcr.server.token;

import java.util.LinkedHashSet;
import java.util.Set;

import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
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

	private static final String REQUEST = OAuth2AuthorizationRequest.class.getName();

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
		OAuth2Authorization.Builder good = OAuth2Authorization.from(found)
			.authorizedScopes(left(found.getAuthorizedScopes(), client));
		OAuth2AuthorizationRequest request = found.getAttribute(REQUEST);
		if (request != null) { // by which Spring tells whether there is an ID token
			good.attribute(REQUEST,
					OAuth2AuthorizationRequest.from(request).scopes(left(request.getScopes(), client)).build());
		}
		return good.build();
	}

	private static Set<String> left(Set<String> scopes, RegisteredClient client) {
		Set<String> left = new LinkedHashSet<>(scopes);
		left.retainAll(client.getScopes());
		return left;
	}

}
