package io.github.opendcr.lifecycle;

import java.util.Locale;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.registration.OperatorRecords;
import io.github.opendcr.registration.RegistrationEvents;

/**
 * Tells and counts what became of clients.
 *
 * @param events where events go
 * @param observations where transitions are counted
 */
record Transitions(RegistrationEvents events, ObservationRegistry observations) {

	void changed(ClientRegistration before, ClientRegistration after, @Nullable String reason) {
		this.events.publish(new ClientEvent.StatusChanged(before, after, OperatorRecords.by(), reason));
		count(before.status(), after.status().name());
	}

	void adopted(ClientRegistration adopted, @Nullable String reason) {
		this.events.publish(new ClientEvent.Adopted(adopted, OperatorRecords.by(), reason));
	}

	void deleted(ClientRegistration deleted, @Nullable String reason) {
		this.events.publish(new ClientEvent.Deleted(deleted, reason));
		count(deleted.status(), "DELETED");
	}

	private void count(ClientStatus from, String to) {
		Observation.createNotStarted("dcr.client.transitions", this.observations)
			.lowCardinalityKeyValue("from", from.name().toLowerCase(Locale.ROOT))
			.lowCardinalityKeyValue("to", to.toLowerCase(Locale.ROOT))
			.start()
			.stop();
	}

}
