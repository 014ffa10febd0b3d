package io.github.opendcr;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link ClientMetadataPolicy} knows beside the metadata.
 *
 * @param registrant who lets the client in; at an update, who let it in when it was
 * registered
 * @param current the registration that is to be updated, or {@code null} if a client is
 * being registered
 * @since 0.1.0
 */
public record RegistrationContext(Registrant registrant, @Nullable ClientRegistration current) {

	/**
	 * Return the context of a registration.
	 * @param registrant who lets the client in
	 * @return a context without a current registration
	 */
	public static RegistrationContext of(Registrant registrant) {
		return new RegistrationContext(registrant, null);
	}

	/**
	 * Return the context of an update.
	 * @param current the registration that is to be updated
	 * @return a context on the terms of that registration
	 */
	public static RegistrationContext of(ClientRegistration current) {
		return new RegistrationContext(current.registrant(), current);
	}

}
