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

	private final String name;

	private final int limit;

	private final long retryAfter;

	RateLimitExceededException(String name, String requests, int limit, Duration wait) {
		this(name, requests, limit, Math.max(1, wait.plusNanos(999_999_999).toSeconds()));
	}

	private RateLimitExceededException(String name, String requests, int limit, long retryAfter) {
		super(RegistrationError.TOO_MANY_REQUESTS,
				"Too many " + requests + "; try again in " + retryAfter + " seconds");
		this.name = name;
		this.limit = limit;
		this.retryAfter = retryAfter;
	}

	/**
	 * Return the name of the limit, by which operators know it.
	 * @return one of the few names that there are
	 */
	public String getName() {
		return this.name;
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
