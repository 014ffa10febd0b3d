package io.github.opendcr.registration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationEventPublisher;

/**
 * Publishes what has happened. It has happened: a listener that fails doesn't undo it,
 * and the client gets its answer.
 *
 * @since 0.1.0
 */
public final class RegistrationEvents {

	private static final Log logger = LogFactory.getLog(RegistrationEvents.class);

	private final ApplicationEventPublisher publisher;

	/**
	 * Create the events.
	 * @param publisher the application's publisher
	 */
	public RegistrationEvents(ApplicationEventPublisher publisher) {
		this.publisher = publisher;
	}

	void publish(Object event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException ex) {
			logger.error("A listener of " + event.getClass().getSimpleName()
					+ " failed; the client's registration is not affected", ex);
		}
	}

}
