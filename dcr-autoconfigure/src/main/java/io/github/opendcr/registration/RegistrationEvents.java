package io.github.opendcr.registration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

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

	/**
	 * Publish an event, within a transaction of the caller's when that is committed.
	 * @param event the event
	 */
	public void publish(Object event) {
		if (TransactionSynchronizationManager.isSynchronizationActive()) {
			TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {

				@Override
				public void afterCommit() {
					publishNow(event);
				}

			});
		}
		else {
			publishNow(event);
		}
	}

	private void publishNow(Object event) {
		try {
			this.publisher.publishEvent(event);
		}
		catch (RuntimeException ex) {
			logger.error("A listener of " + ClassUtils.getShortName(event.getClass())
					+ " failed; the client's registration is not affected", ex);
		}
	}

}
