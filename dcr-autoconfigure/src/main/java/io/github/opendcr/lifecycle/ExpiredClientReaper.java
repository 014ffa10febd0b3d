package io.github.opendcr.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
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

	private final ObservationRegistry observations;

	private final Clock clock;

	private final LongAdder removed = new LongAdder();

	private volatile @Nullable Run lastRun;

	private volatile @Nullable ScheduledExecutorService executor;

	private volatile @Nullable Future<?> runs;

	private volatile boolean stopping;

	/**
	 * Create a reaper.
	 * @param interval the time between two runs
	 * @param registrations where it looks for clients
	 * @param lifecycle what deletes them
	 * @param observations where runs are timed
	 * @param clock what time it is
	 */
	public ExpiredClientReaper(Duration interval, ClientRegistrationStore registrations, ClientLifecycle lifecycle,
			ObservationRegistry observations, Clock clock) {
		this(interval, BATCH_SIZE, registrations, lifecycle, observations, clock);
	}

	ExpiredClientReaper(Duration interval, int batchSize, ClientRegistrationStore registrations,
			ClientLifecycle lifecycle, ObservationRegistry observations, Clock clock) {
		this.interval = interval;
		this.batchSize = batchSize;
		this.registrations = registrations;
		this.lifecycle = lifecycle;
		this.observations = observations;
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
		this.runs = executor.scheduleWithFixedDelay(this::reap, delay, interval, TimeUnit.MILLISECONDS);
	}

	// One run
	@SuppressWarnings("try") // the observation's scope is opened to be closed
	void reap() {
		Failures failures = new Failures();
		long before = this.removed.sum();
		Outcome outcome = Outcome.FAILED;
		Observation observation = Observation.start("dcr.reaper.runs", this.observations);
		try (Observation.Scope scope = observation.openScope()) {
			reap(this.clock.instant(), failures);
			outcome = (failures.count == 0) ? Outcome.SUCCESS : Outcome.INCOMPLETE;
		}
		catch (UnsupportedOperationException ex) { // nor could any other
			outcome = Outcome.UNSUPPORTED;
			logger.warn("Expired clients can't be deleted. " + ex.getMessage());
		}
		catch (RuntimeException ex) { // would be the last run otherwise
			logger.warn("Expired clients could not be deleted; trying again later", ex);
		}
		finally {
			observation.lowCardinalityKeyValue("outcome", outcome.name()).stop();
			this.lastRun = new Run(this.clock.instant(), outcome, this.removed.sum() - before);
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
			if (this.lifecycle.delete(clientId)) { // or another node did
				this.removed.increment();
			}
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
	 * Whether there will be another run.
	 * @return {@code false} if the reaper was stopped, or its thread died
	 */
	public boolean isAlive() {
		Future<?> runs = this.runs;
		return isRunning() && runs != null && !runs.isDone();
	}

	/**
	 * Return how many clients were deleted since the application started.
	 * @return the number
	 */
	public long removed() {
		return this.removed.sum();
	}

	/**
	 * Return what came of the last run.
	 * @return the run, or {@code null} before the first one
	 */
	public @Nullable Run lastRun() {
		return this.lastRun;
	}

	/**
	 * What came of a run.
	 */
	public enum Outcome {

		/**
		 * Each client that had come to its end is gone.
		 */
		SUCCESS,

		/**
		 * Some could not be deleted.
		 */
		INCOMPLETE,

		/**
		 * The application has no way to remove clients.
		 */
		UNSUPPORTED,

		/**
		 * It could not go on.
		 */
		FAILED

	}

	/**
	 * A run.
	 *
	 * @param endedAt when it ended
	 * @param outcome what came of it
	 * @param removed how many clients it deleted
	 */
	public record Run(Instant endedAt, Outcome outcome, long removed) {
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
