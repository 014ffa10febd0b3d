package io.github.opendcr.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;

import org.springframework.context.SmartLifecycle;

/**
 * Deletes clients that have come to their end, which work nowhere any more, from time to
 * time. Several nodes may do so at once: each client is deleted by one of them. It runs
 * on a thread of its own, while the application does.
 *
 * @since 0.1.0
 */
public final class ExpiredClientReaper implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(ExpiredClientReaper.class);

	private static final int SECONDS_TO_STOP = 10;

	private static final int BATCH_SIZE = 100;

	private final Duration interval;

	private final int batchSize;

	private final ClientRegistrationStore registrations;

	private final ClientLifecycle lifecycle;

	private final Clock clock;

	private volatile @Nullable ScheduledExecutorService executor;

	private volatile boolean stopping;

	/**
	 * Create a reaper.
	 * @param interval the time between two runs
	 * @param registrations where it looks for clients
	 * @param lifecycle what deletes them
	 * @param clock what time it is
	 */
	public ExpiredClientReaper(Duration interval, ClientRegistrationStore registrations, ClientLifecycle lifecycle,
			Clock clock) {
		this(interval, BATCH_SIZE, registrations, lifecycle, clock);
	}

	ExpiredClientReaper(Duration interval, int batchSize, ClientRegistrationStore registrations,
			ClientLifecycle lifecycle, Clock clock) {
		this.interval = interval;
		this.batchSize = batchSize;
		this.registrations = registrations;
		this.lifecycle = lifecycle;
		this.clock = clock;
	}

	@Override
	public void start() {
		ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "dcr-reaper");
			thread.setDaemon(true);
			return thread;
		});
		long interval = this.interval.toMillis();
		// nodes that were started together don't run together
		long delay = ThreadLocalRandom.current().nextLong(interval + 1);
		this.stopping = false;
		this.executor = executor;
		executor.scheduleWithFixedDelay(this::reap, delay, interval, TimeUnit.MILLISECONDS);
	}

	// One run
	void reap() {
		Failures failures = new Failures();
		try {
			reap(this.clock.instant(), failures);
		}
		catch (UnsupportedOperationException ex) { // nor could any other
			logger.warn("Expired clients can't be deleted. " + ex.getMessage());
		}
		catch (RuntimeException ex) { // would be the last run otherwise
			logger.warn("Expired clients could not be deleted; trying again later", ex);
		}
		failures.log();
	}

	// Page by page, since those that can't be deleted stay where they are
	private void reap(Instant now, Failures failures) {
		ClientRegistration last = null;
		List<ClientRegistration> page;
		do {
			page = this.registrations.findExpired(now, last, this.batchSize);
			for (ClientRegistration registration : page) {
				if (this.stopping) {
					return;
				}
				delete(registration.clientId(), failures);
				last = registration;
			}
		}
		while (page.size() == this.batchSize);
	}

	private void delete(String clientId, Failures failures) {
		try {
			this.lifecycle.delete(clientId); // or another node does
		}
		catch (UnsupportedOperationException ex) {
			throw ex;
		}
		catch (RuntimeException ex) {
			failures.add(clientId, ex);
		}
	}

	@Override
	public void stop() {
		ScheduledExecutorService executor = this.executor;
		this.stopping = true;
		this.executor = null;
		if (executor == null) {
			return;
		}
		// Without interrupting a statement: some databases take that badly
		executor.shutdown();
		try {
			if (!executor.awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
				logger.warn("The deletion of an expired client is still going on");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Override
	public boolean isRunning() {
		return this.executor != null;
	}

	/**
	 * What could not be deleted in one run, on its thread.
	 */
	private static final class Failures {

		private int count;

		private @Nullable String first;

		private @Nullable RuntimeException cause;

		private void add(String clientId, RuntimeException ex) {
			if (this.count++ == 0) {
				this.first = clientId;
				this.cause = ex;
			}
		}

		private void log() {
			if (this.count > 0) {
				logger.warn(this.count + " expired clients could not be deleted; trying again later. The first is "
						+ this.first, this.cause);
			}
		}

	}

}
