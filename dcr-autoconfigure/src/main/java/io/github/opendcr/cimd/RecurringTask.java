package io.github.opendcr.cimd;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Something that is done from time to time, on a thread of its own, while the application
 * runs. Nodes that were started together don't do it together.
 */
final class RecurringTask implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(RecurringTask.class);

	private static final int SECONDS_TO_STOP = 10;

	private final String name;

	private final Duration interval;

	private final Run run;

	private volatile @Nullable ScheduledExecutorService executor;

	private volatile boolean stopping;

	/**
	 * Create a task.
	 * @param name the name of its thread
	 * @param interval the time between two runs
	 * @param run what is done, and must not throw
	 */
	RecurringTask(String name, Duration interval, Run run) {
		this.name = name;
		this.interval = interval;
		this.run = run;
	}

	@Override
	public void start() {
		ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, this.name);
			thread.setDaemon(true);
			return thread;
		});
		long interval = this.interval.toMillis();
		long delay = ThreadLocalRandom.current().nextLong(interval + 1);
		this.stopping = false;
		this.executor = executor;
		executor.scheduleWithFixedDelay(() -> this.run.run(() -> this.stopping), delay, interval,
				TimeUnit.MILLISECONDS);
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
				logger.warn("What " + this.name + " does is still going on");
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
	 * What is done.
	 */
	@FunctionalInterface
	interface Run {

		/**
		 * Do it once.
		 * @param stopping whether to come to an end
		 */
		void run(BooleanSupplier stopping);

	}

}
