package io.github.opendcr.limit;

import java.time.Duration;

import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

/**
 * A request that is refused since there were too many like it.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6585.html#section-4">RFC 6585 §4</a>
 */
public final class RateLimitExceededException extends RegistrationException {

	private final int limit;

	private final long retryAfter;

	RateLimitExceededException(String requests, int limit, Duration wait) {
		this(requests, limit, Math.max(1, wait.plusNanos(999_999_999).toSeconds()));
	}

	private RateLimitExceededException(String requests, int limit, long retryAfter) {
		super(RegistrationError.TOO_MANY_REQUESTS,
				"Too many " + requests + "; try again in " + retryAfter + " seconds");
		this.limit = limit;
		this.retryAfter = retryAfter;
	}

	/**
	 * Return the limit that was exceeded.
	 * @return the number of requests in its period
	 */
	public int getLimit() {
		return this.limit;
	}

	/**
	 * Return when to try again.
	 * @return seconds from now, at least 1
	 */
	public long getRetryAfter() {
		return this.retryAfter;
	}

}
