package io.github.opendcr.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that take long to count if they are large. Small ones are counted for each who
 * asks. Large ones are good for a minute, and whoever asks later gets them once more
 * while they are counted aside; only who asks first, or after an hour in which nobody
 * did, waits. Safe for use by several threads.
 *
 * @param <T> the numbers
 */
final class CountedAside<T> {

	private static final Log logger = LogFactory.getLog(CountedAside.class);

	private static final long MANY = 50_000;

	private static final Duration GOOD_FOR = Duration.ofMinutes(1);

	private static final Duration KEPT_FOR = Duration.ofHours(1);

	private final Supplier<T> source;

	private final ToLongFunction<T> size;

	private final Executor executor;

	private final Clock clock;

	// no monitor: before Java 24 a virtual thread that counts would keep its carrier
	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Counted<T> counted;

	private boolean underWay;

	CountedAside(Supplier<T> source, ToLongFunction<T> size, Executor executor, Clock clock) {
		this.source = source;
		this.size = size;
		this.executor = executor;
		this.clock = clock;
	}

	// Of several who ask at once, one counts
	T get() {
		this.lock.lock();
		try {
			return numbers();
		}
		finally {
			this.lock.unlock();
		}
	}

	private T numbers() {
		Instant now = this.clock.instant();
		Counted<T> last = this.counted;
		// a clock that has been put back says that it was counted in the future
		if (last == null || this.size.applyAsLong(last.numbers()) < MANY || now.isBefore(last.at())
				|| !now.isBefore(last.at().plus(KEPT_FOR))) {
			this.counted = new Counted<>(this.source.get(), now);
		}
		else if (!this.underWay && !now.isBefore(last.at().plus(GOOD_FOR))) {
			this.underWay = true;
			this.executor.execute(this::count);
		}
		return Objects.requireNonNull(this.counted).numbers();
	}

	private void count() {
		Counted<T> next = null;
		try {
			Instant now = this.clock.instant();
			next = new Counted<>(this.source.get(), now);
		}
		catch (RuntimeException ex) {
			logger.debug("Clients could not be counted; trying again for who asks next", ex);
		}
		finally {
			end(next);
		}
	}

	private void end(@Nullable Counted<T> next) {
		this.lock.lock();
		try {
			this.underWay = false;
			if (next != null) {
				this.counted = next;
			}
		}
		finally {
			this.lock.unlock();
		}
	}

	private record Counted<T>(T numbers, Instant at) {
	}

}
