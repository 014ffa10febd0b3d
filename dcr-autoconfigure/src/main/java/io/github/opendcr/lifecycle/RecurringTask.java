package io.github.opendcr.lifecycle;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;

/**
 * Something that is done from time to time, on a thread of its own, while the application
 * runs. Nodes that were started together don't do it together; what fails is logged, and
 * tried again the next time. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public abstract class RecurringTask implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(RecurringTask.class);

	// While the database is away, a run waits for longer than anybody who stops
	static final Duration TIME_TO_STOP = Duration.ofSeconds(5);

	private final String name;

	private final Duration interval;

	private final String failure;

	private final Duration timeToStop;

	private volatile @Nullable Schedule schedule;

	/**
	 * Create a task that waits for its start.
	 * @param name the name of its thread
	 * @param interval the time between two runs
	 * @param failure what the log says of a run that failed
	 */
	protected RecurringTask(String name, Duration interval, String failure) {
		this(name, interval, failure, TIME_TO_STOP);
	}

	RecurringTask(String name, Duration interval, String failure, Duration timeToStop) {
		this.name = name;
		this.interval = interval;
		this.failure = failure;
		this.timeToStop = timeToStop;
	}

	/**
	 * Return a task that waits for its start.
	 * @param name the name of its thread
	 * @param interval the time between two runs
	 * @param failure what the log says of a run that failed
	 * @param work what is done: it is asked to come to an end as soon as what it is given
	 * says so
	 * @return the task
	 */
	public static RecurringTask of(String name, Duration interval, String failure, Consumer<BooleanSupplier> work) {
		return new RecurringTask(name, interval, failure) {

			@Override
			protected void work(BooleanSupplier stopping) {
				work.accept(stopping);
			}

		};
	}

	/**
	 * Do once what is done from time to time.
	 * @param stopping says when to come to an end
	 */
	protected abstract void work(BooleanSupplier stopping);

	void workOrLog(BooleanSupplier stopping) {
		try {
			work(stopping);
		}
		catch (ConcurrencyFailureException | DuplicateKeyException ex) {
			logger.debug("Another node does what " + this.name + " does at the same time", ex);
		}
		catch (RuntimeException ex) { // would be the last time otherwise
			logger.warn(this.failure + "; trying again later", ex);
		}
	}

	/**
	 * Begin, after a part of the interval that chance chooses.
	 */
	@Override
	public void start() {
		ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, this.name);
			thread.setDaemon(true);
			return thread;
		});
		long interval = this.interval.toMillis();
		long delay = ThreadLocalRandom.current().nextLong(interval + 1);
		this.schedule = new Schedule(executor, executor.scheduleWithFixedDelay(() -> workOrLog(executor::isShutdown),
				delay, interval, TimeUnit.MILLISECONDS));
	}

	/**
	 * Stop, and wait for a run that is going on, a few seconds at most.
	 */
	@Override
	public void stop() {
		String problem = end(() -> {
		});
		if (problem != null) {
			logger.warn("What " + this.name + " does is still going on: " + problem);
		}
	}

	/**
	 * Stop, do something for the last time on the thread of the task, and wait for it a
	 * few seconds at most.
	 * @param last what is done after a run that is going on
	 * @return why it isn't done, or {@code null} if it is, or the task wasn't running
	 */
	final @Nullable String end(Runnable last) {
		Schedule schedule = this.schedule;
		this.schedule = null;
		if (schedule == null) {
			return null;
		}
		Future<?> end = schedule.executor().submit(last);
		// Without interrupting a statement: some databases take that badly
		schedule.executor().shutdown();
		try {
			end.get(this.timeToStop.toMillis(), TimeUnit.MILLISECONDS);
			return null;
		}
		catch (TimeoutException ex) {
			return "it takes longer than " + this.timeToStop.toMillis() + " ms";
		}
		catch (ExecutionException ex) {
			return NestedExceptionUtils.getMostSpecificCause(ex).toString();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return "nobody waits any more";
		}
	}

	@Override
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
