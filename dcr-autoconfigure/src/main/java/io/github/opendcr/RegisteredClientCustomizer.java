package io.github.opendcr;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Changes the {@code RegisteredClient} that metadata became, before it is saved: token
 * lifetimes, settings of the application's own. All beans are applied in their order, at
 * registration and at every update. PKCE, consent, the rotation of refresh tokens and
 * those lifetimes that a property sets stay as the properties say.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface RegisteredClientCustomizer {

	/**
	 * Customize the client. Called by several threads at once.
	 * @param client the client that is being built; its {@code id}, {@code client_id} and
	 * secret must stay, and {@code client.build()} tells what it has
	 * @param registration what was granted, who let the client in and under which policy,
	 * as it is about to be stored
	 * @throws RegistrationException if the request is refused
	 */
	void customize(RegisteredClient.Builder client, ClientRegistration registration);

}
