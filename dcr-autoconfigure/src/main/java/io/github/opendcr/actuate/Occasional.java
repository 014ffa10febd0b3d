package io.github.opendcr.actuate;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What is read from time to time, if anyone asks for it: whoever asks gets what was read
 * last, and never waits for a database. Safe for use by several threads.
 *
 * @param <T> what is read
 */
final class Occasional<T> {

	private static final Log logger = LogFactory.getLog(Occasional.class);

	private final Supplier<T> source;

	private final Duration interval;

	private final Executor executor;

	private final Clock clock;

	private volatile @Nullable T value;

	private @Nullable Instant asked;

	private boolean underWay;

	/**
	 * Create an instance, which reads nothing yet.
	 * @param source reads it
	 * @param interval for how long it isn't read again
	 * @param executor where it is read
	 * @param clock what time it is
	 */
	Occasional(Supplier<T> source, Duration interval, Executor executor, Clock clock) {
		this.source = source;
		this.interval = interval;
		this.executor = executor;
		this.clock = clock;
	}

	/**
	 * Return what was read last.
	 * @return {@code null} if nothing was read yet, or the last attempt failed
	 */
	@Nullable T get() {
		if (isDue()) {
			this.executor.execute(this::read);
		}
		return this.value;
	}

	private synchronized boolean isDue() {
		Instant now = this.clock.instant();
		// a clock that has been put back says that it was asked in the future
		if (this.underWay
				|| (this.asked != null && !now.isBefore(this.asked) && now.isBefore(this.asked.plus(this.interval)))) {
			return false;
		}
		this.asked = now;
		this.underWay = true;
		return true;
	}

	private void read() {
		try {
			this.value = this.source.get();
		}
		catch (RuntimeException ex) {
			this.value = null;
			logger.debug("What metrics show could not be read; trying again later", ex);
		}
		finally {
			ended();
		}
	}

	private synchronized void ended() {
		this.underWay = false;
	}

}
