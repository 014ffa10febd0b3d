package io.github.opendcr.lifecycle;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

	/**
	 * In one run, since they are read again with each batch.
	 */
	private static final int MOST_FAILURES = 10_000;

	private final ReaperSettings settings;

	private final ClientRegistrationStore registrations;

	private final ClientLifecycle lifecycle;

	private final Clock clock;

	private volatile @Nullable ScheduledExecutorService executor;

	/**
	 * Create a reaper.
	 * @param settings when and how it runs
	 * @param registrations where it looks for clients
	 * @param lifecycle what deletes them
	 * @param clock what time it is
	 */
	public ExpiredClientReaper(ReaperSettings settings, ClientRegistrationStore registrations,
			ClientLifecycle lifecycle, Clock clock) {
		this.settings = settings;
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
		long interval = this.settings.interval().toMillis();
		// nodes that were started together don't run together
		long delay = ThreadLocalRandom.current().nextLong(interval + 1);
		this.executor = executor;
		executor.scheduleWithFixedDelay(this::reap, delay, interval, TimeUnit.MILLISECONDS);
	}

	private void reap() {
		Map<String, RuntimeException> failures = new LinkedHashMap<>();
		try {
			while (isRunning() && failures.size() < MOST_FAILURES && reapBatch(failures)) {
				logger.debug("A batch of expired clients was deleted; there may be more");
			}
		}
		catch (RuntimeException ex) { // would be the last run otherwise
			logger.warn("Expired clients could not be deleted; trying again later", ex);
		}
		if (!failures.isEmpty()) {
			Map.Entry<String, RuntimeException> first = failures.entrySet().iterator().next();
			logger.warn(failures.size() + " expired clients could not be deleted; trying again later. The first is "
					+ first.getKey(), first.getValue());
		}
	}

	// Those that can't be deleted come again, and must not keep others from being found
	private boolean reapBatch(Map<String, RuntimeException> failures) {
		int limit = this.settings.batchSize() + failures.size();
		List<ClientRegistration> batch = this.registrations.findExpired(this.clock.instant(), limit);
		for (ClientRegistration registration : batch) {
			if (!isRunning()) {
				return false;
			}
			if (!failures.containsKey(registration.clientId())) {
				delete(registration.clientId(), failures);
			}
		}
		return batch.size() == limit;
	}

	private void delete(String clientId, Map<String, RuntimeException> failures) {
		try {
			this.lifecycle.delete(clientId); // or another node does
		}
		catch (RuntimeException ex) {
			failures.put(clientId, ex);
		}
	}

	@Override
	public void stop() {
		ScheduledExecutorService executor = this.executor;
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

}
