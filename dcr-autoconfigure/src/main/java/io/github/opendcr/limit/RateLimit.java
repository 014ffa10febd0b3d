package io.github.opendcr.limit;

import java.time.Duration;

import io.github.bucket4j.Bandwidth;

/**
 * How many requests are served in a while.
 *
 * @param limit the number of requests, at least 1
 * @param period the while, at least a second
 * @since 0.1.0
 */
public record RateLimit(int limit, Duration period) {

	/**
	 * Check the values.
	 */
	public RateLimit {
		if (limit < 1) {
			throw new IllegalArgumentException("A rate limit must be at least 1");
		}
		if (period.toSeconds() < 1) {
			throw new IllegalArgumentException("The period of a rate limit must be at least a second");
		}
	}

	RateLimit times(int factor) {
		return new RateLimit((int) Math.min(Integer.MAX_VALUE, (long) this.limit * factor), this.period);
	}

	// What is used comes back little by little, so that nobody waits for a whole period.
	Bandwidth evenly() {
		return Bandwidth.builder().capacity(this.limit).refillGreedy(this.limit, this.period).build();
	}

	// What is used comes back at the end of the period, so that it is known until then.
	Bandwidth atOnce() {
		return Bandwidth.builder().capacity(this.limit).refillIntervally(this.limit, this.period).build();
	}

	// A part of the keys of shared buckets: another limit has other buckets
	@Override
	public String toString() {
		return this.limit + "/" + this.period;
	}

}
