package io.github.opendcr.limit;

import java.time.Duration;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.EstimationProbe;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.keys.Sha256;

/**
 * Counts the requests of one rate limit, for each address, principal or token by itself,
 * and refuses those that are too many.
 */
final class RateLimiter {

	private final String name;

	private final @Nullable Buckets buckets;

	private final int limit;

	private final String requests;

	/**
	 * Create a limiter.
	 * @param name what operators call the limit
	 * @param buckets how much everyone has left, or {@code null} if nothing is limited
	 * @param limit the limit
	 * @param requests what is limited, as the client is told
	 */
	RateLimiter(String name, @Nullable Buckets buckets, int limit, String requests) {
		this.name = name;
		this.buckets = buckets;
		this.limit = limit;
		this.requests = requests;
	}

	/**
	 * Count a request.
	 * @param who for whom it counts, or {@code null} if for nobody
	 * @throws RateLimitExceededException if there were too many
	 */
	void take(@Nullable String who) {
		if (this.buckets != null && who != null) {
			ConsumptionProbe probe = this.buckets.use(Sha256.of(who),
					(bucket) -> bucket.tryConsumeAndReturnRemaining(1));
			if (!probe.isConsumed()) {
				throw exceeded(probe.getNanosToWaitForRefill());
			}
		}
	}

	/**
	 * Uncount a request.
	 * @param who for whom it was counted, or {@code null} if for nobody
	 */
	void giveBack(@Nullable String who) {
		if (this.buckets != null && who != null) {
			this.buckets.use(Sha256.of(who), (bucket) -> {
				bucket.addTokens(1);
				return true;
			});
		}
	}

	/**
	 * Whether anything was counted lately.
	 */
	boolean isUsed(String who) {
		return this.buckets != null && this.buckets.use(Sha256.of(who), Bucket::getAvailableTokens) < this.limit;
	}

	/**
	 * Count nothing, but fail if nothing more could be counted.
	 * @throws RateLimitExceededException if so
	 */
	void check(String who) {
		if (this.buckets == null) {
			return;
		}
		EstimationProbe probe = this.buckets.use(Sha256.of(who), (bucket) -> bucket.estimateAbilityToConsume(1));
		if (!probe.canBeConsumed()) {
			throw exceeded(probe.getNanosToWaitForRefill());
		}
	}

	private RateLimitExceededException exceeded(long nanosToWait) {
		return new RateLimitExceededException(this.name, this.requests, this.limit, Duration.ofNanos(nanosToWait));
	}

}
