package io.github.opendcr.statement;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.opendcr.ClientEvent;

import org.springframework.context.event.EventListener;

/**
 * Forgets used statements that have expired: once an hour, after a client was registered
 * with a statement. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class SpentStatements {

	private static final Log logger = LogFactory.getLog(SpentStatements.class);

	private static final Duration INTERVAL = Duration.ofHours(1);

	private final SoftwareStatementStore store;

	private final Clock clock;

	private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

	/**
	 * Create what forgets.
	 * @param store where used statements are remembered
	 * @param clock what time it is
	 */
	public SpentStatements(SoftwareStatementStore store, Clock clock) {
		this.store = store;
		this.clock = clock;
	}

	@EventListener
	void onRegistered(ClientEvent.Registered event) {
		Instant now = this.clock.instant();
		Instant due = this.next.get();
		if (!event.registration().metadata().has(Refusal.MEMBER) || now.isBefore(due)
				|| !this.next.compareAndSet(due, now.plus(INTERVAL))) {
			return;
		}
		try {
			this.store.removeUsesExpired(now);
		}
		catch (RuntimeException ex) {
			logger.warn("Expired software statements are still remembered; tried again in an hour", ex);
		}
	}

}
