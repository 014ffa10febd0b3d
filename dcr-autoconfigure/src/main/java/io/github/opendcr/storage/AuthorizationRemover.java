package io.github.opendcr.storage;

import java.time.Instant;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Removes all that users and the server granted to a client: authorization codes, access
 * and refresh tokens, consents. Spring's JDBC and in-memory services are covered; for any
 * other one the application supplies this bean, or lets its
 * {@code OAuth2AuthorizationService} implement it. Without one a DELETE is answered 405.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7592.html#section-2.3">RFC 7592
 * §2.3</a>
 */
@FunctionalInterface
public interface AuthorizationRemover {

	/**
	 * Remove every authorization and every consent of the client; no error if there are
	 * none. Called in a transaction: in that of the deprovisioning before the client is
	 * removed, once more after its commit, and when a client gives up its secret.
	 * @param client the client
	 */
	void removeAll(RegisteredClient client);

	/**
	 * Whether something that was granted to the client still counts: a consent, or a code
	 * or a token that hasn't expired. The reaper asks before it deletes a client as
	 * unused, in the transaction in which it would.
	 * @param client the client
	 * @param now what time it is
	 * @return {@code true} if not implemented: a client of which that isn't known is
	 * never deleted as unused
	 */
	default boolean hasGrants(RegisteredClient client, Instant now) {
		return true;
	}

}
