package io.github.opendcr.storage;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Removes a client from the application's {@code RegisteredClientRepository}, which has
 * no method for it. Spring's JDBC and in-memory repositories are covered; for any other
 * one the application supplies this bean, or lets its repository implement it. Without
 * one a DELETE is answered 405 (RFC 7592 §2.3).
 *
 * @since 0.1.0
 * @see AuthorizationRemover
 */
@FunctionalInterface
public interface RegisteredClientRemover {

	/**
	 * Remove the client; no error if it is gone already. Called in the transaction of the
	 * deprovisioning, after the client's authorizations were removed.
	 * @param client the client
	 */
	void remove(RegisteredClient client);

}
