package io.github.opendcr.registration;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * What a client is told about itself: the content of a client information response.
 *
 * @param registration the registration
 * @param clientSecret the secret if it was issued just now, otherwise {@code null}; it
 * can't be read again
 * @param confidential whether the client has a secret
 * @param clientSecretExpiresAt when the secret expires, or {@code null} if never
 * @param registrationAccessToken the token that is valid from now on, or {@code null} if
 * management is off
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-3.2.1">RFC 7591
 * §3.2.1</a>
 */
public record ClientInformation(ClientRegistration registration, @Nullable String clientSecret, boolean confidential,
		@Nullable Instant clientSecretExpiresAt, @Nullable String registrationAccessToken) {

	static ClientInformation of(ClientRegistration registration, RegisteredClient client, @Nullable String secret,
			@Nullable String token) {
		return new ClientInformation(registration, secret, client.getClientSecret() != null,
				client.getClientSecretExpiresAt(), token);
	}

	/**
	 * Return a description without secrets.
	 * @return the client id
	 */
	@Override
	public String toString() {
		return "ClientInformation[clientId=" + this.registration.clientId() + "]";
	}

}
