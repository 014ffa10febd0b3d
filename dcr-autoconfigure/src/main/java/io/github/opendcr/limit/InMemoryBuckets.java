package io.github.opendcr.limit;

import java.time.Clock;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;

/**
 * Buckets of this process. Callers who bring ever new keys must not fill its memory, so
 * that the bucket that was not used for the longest time makes room; it comes back full.
 */
final class InMemoryBuckets implements Buckets {

	static final int MAX_BUCKETS = 10_000;

	private final Map<String, Bucket> buckets = Collections.synchronizedMap(new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
			return size() > MAX_BUCKETS;
		}

	});

	private final Bandwidth bandwidth;

	private final TimeMeter timeMeter;

	InMemoryBuckets(Bandwidth bandwidth, Clock clock) {
		this.bandwidth = bandwidth;
		this.timeMeter = new ClockTimeMeter(clock);
	}

	@Override
	public <T> T use(String key, Function<Bucket, T> use) {
		return use.apply(this.buckets.computeIfAbsent(key,
				(any) -> Bucket.builder().addLimit(this.bandwidth).withCustomTimePrecision(this.timeMeter).build()));
	}

	/**
	 * Follows a clock, but never back: a bucket that was used in a future that didn't
	 * come would be empty until then.
	 */
	private static final class ClockTimeMeter implements TimeMeter {

		private final Clock clock;

		private long last;

		private long takenBack;

		private ClockTimeMeter(Clock clock) {
			this.clock = clock;
			this.last = clock.millis();
		}

		@Override
		public synchronized long currentTimeNanos() {
			long now = this.clock.millis();
			this.takenBack += Math.max(0, this.last - now);
			this.last = now;
			return TimeUnit.MILLISECONDS.toNanos(now + this.takenBack);
		}

		@Override
		public boolean isWallClockBased() {
			return true;
		}

	}

}
