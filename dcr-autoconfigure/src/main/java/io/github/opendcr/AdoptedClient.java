package io.github.opendcr;

import org.jspecify.annotations.Nullable;

/**
 * A client that existed and was given a registration.
 *
 * @param registration the registration
 * @param registrationAccessToken the token with which the client manages itself, shown
 * this once, or {@code null} if management is off
 * @since 0.1.0
 */
public record AdoptedClient(ClientRegistration registration, @Nullable String registrationAccessToken) {

	/**
	 * Return a description without the token.
	 * @return the client id
	 */
	@Override
	public String toString() {
		return "AdoptedClient[clientId=" + this.registration.clientId() + "]";
	}

}
