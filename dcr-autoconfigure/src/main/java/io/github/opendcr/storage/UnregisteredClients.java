package io.github.opendcr.storage;

import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.server.client.LookUps;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Clients that the application has, and that didn't register themselves. Safe for use by
 * several threads and processes.
 *
 * @since 0.1.0
 */
public final class UnregisteredClients {

	private final Supplier<TwoPlaces> places;

	private final Participants participants;

	UnregisteredClients(Supplier<TwoPlaces> places, Participants participants) {
		this.places = places;
		this.participants = participants;
	}

	/**
	 * Find a client that may have no registration.
	 * @param clientId the {@code client_id}
	 * @return the half that the application keeps, or {@code null} if there is none
	 */
	public @Nullable RegisteredClient find(String clientId) {
		return LookUps.canFind(clientId) ? this.places.get().repository().findByClientId(clientId) : null;
	}

	/**
	 * Add a registration to a client that has none, if nobody else changed the client in
	 * the meantime.
	 * @param found the client as it was found
	 * @param client the client as it shall be
	 * @param registration its registration
	 * @param also what is written with it
	 * @return whether it was written
	 * @throws org.springframework.dao.DuplicateKeyException if the client has a
	 * registration
	 * @throws io.github.opendcr.RegistrationException if a quota is full or a constraint
	 * refuses it
	 */
	public boolean adopt(RegisteredClient found, RegisteredClient client, ClientRegistration registration,
			Runnable also) {
		TwoPlaces places = this.places.get();
		List<RegistrationConstraint> concerned = this.participants.concernedBy(List.of(), registration);
		return this.participants.write(false, this.participants.change(null, registration), (status) -> {
			concerned.forEach((constraint) -> constraint.onRegister(registration));
			boolean adopted = places.adopt(found, client, registration);
			if (adopted) {
				also.run();
			}
			else {
				status.setRollbackOnly(); // with the registration
			}
			return adopted;
		});
	}

}
