package io.github.opendcr.lifecycle;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Something that is done from time to time, on a thread of its own, between a start and a
 * stop. Nodes that were started together don't do it together. Safe for use by several
 * threads.
 *
 * @since 0.1.0
 */
public final class RecurringTask {

	private static final Log logger = LogFactory.getLog(RecurringTask.class);

	private static final int SECONDS_TO_STOP = 10;

	private final String name;

	private final Duration interval;

	private final Consumer<BooleanSupplier> run;

	private volatile @Nullable Schedule schedule;

	/**
	 * Create a task that waits for its start.
	 * @param name the name of its thread
	 * @param interval the time between two runs
	 * @param run what is done, and must not throw: it is asked to come to an end as soon
	 * as what it is given says so
	 */
	public RecurringTask(String name, Duration interval, Consumer<BooleanSupplier> run) {
		this.name = name;
		this.interval = interval;
		this.run = run;
	}

	/**
	 * Begin, after a part of the interval that chance chooses.
	 */
	public void start() {
		ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, this.name);
			thread.setDaemon(true);
			return thread;
		});
		long interval = this.interval.toMillis();
		long delay = ThreadLocalRandom.current().nextLong(interval + 1);
		this.schedule = new Schedule(executor, executor.scheduleWithFixedDelay(
				() -> this.run.accept(executor::isShutdown), delay, interval, TimeUnit.MILLISECONDS));
	}

	/**
	 * Stop, and wait for a run that is going on.
	 * @return whether the task was running, and has come to its end
	 */
	public boolean stop() {
		Schedule schedule = this.schedule;
		this.schedule = null;
		if (schedule == null) {
			return false;
		}
		// Without interrupting a statement: some databases take that badly
		schedule.executor().shutdown();
		try {
			if (schedule.executor().awaitTermination(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
				return true;
			}
			logger.warn("What " + this.name + " does is still going on");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return false;
	}

	/**
	 * Whether the task was started, and not stopped since.
	 * @return whether it is running
	 */
	public boolean isRunning() {
		return this.schedule != null;
	}

	/**
	 * Whether there will be another run.
	 * @return {@code false} if the task isn't running, or something that it threw ended
	 * it
	 */
	public boolean isAlive() {
		Schedule schedule = this.schedule;
		return schedule != null && !schedule.runs().isDone();
	}

	/**
	 * What the task is run by.
	 */
	private record Schedule(ScheduledExecutorService executor, Future<?> runs) {
	}

}
