package io.github.opendcr.lifecycle;

import java.time.Duration;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.opendcr.idempotency.KeptAnswers;

import org.springframework.context.SmartLifecycle;

/**
 * Forgets answers that were kept long enough, where no reaper does: whoever turns that
 * off wants to keep clients, and not what they were answered. Safe for use by several
 * threads.
 *
 * @since 0.1.0
 */
public final class ExpiredAnswers implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(ExpiredAnswers.class);

	private final RecurringTask task;

	/**
	 * Create an instance.
	 * @param interval the time between two looks
	 * @param kept the answers that are kept
	 */
	public ExpiredAnswers(Duration interval, KeptAnswers kept) {
		this.task = new RecurringTask("dcr-answers", interval, (stopping) -> forget(kept));
	}

	static void forget(KeptAnswers kept) {
		try {
			kept.removeExpired();
		}
		catch (RuntimeException ex) {
			logger.warn("Answers that were kept long enough could not be removed; trying again later", ex);
		}
	}

	@Override
	public void start() {
		this.task.start();
	}

	@Override
	public void stop() {
		this.task.stop();
	}

	@Override
	public boolean isRunning() {
		return this.task.isRunning();
	}

}
