package io.github.opendcr.registration;

import io.github.opendcr.ClientRegistration;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * A client that has shown its registration access token and may now be updated or
 * deleted.
 *
 * @param registration the registration
 * @param client the client
 * @param registrationAccessToken the token that was presented
 * @since 0.1.0
 */
public record ManagedClient(ClientRegistration registration, RegisteredClient client, String registrationAccessToken) {

	/**
	 * Return a description without secrets.
	 * @return the client id
	 */
	@Override
	public String toString() {
		return "ManagedClient[clientId=" + this.registration.clientId() + "]";
	}

}
