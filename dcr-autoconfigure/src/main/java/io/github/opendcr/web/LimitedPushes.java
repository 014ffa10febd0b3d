package io.github.opendcr.web;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.opendcr.limit.RateLimitExceededException;
import io.github.opendcr.limit.RateLimits;
import io.github.opendcr.server.authorization.AnonymousPushes;

/**
 * Lets public clients push authorization requests as fast as the rate limits allow.
 *
 * @since 0.1.0
 */
public final class LimitedPushes implements AnonymousPushes {

	private final RateLimits rateLimits;

	private final JsonAnswers answers = new JsonAnswers();

	/**
	 * Create an instance.
	 * @param rateLimits how often
	 */
	public LimitedPushes(RateLimits rateLimits) {
		this.rateLimits = rateLimits;
	}

	@Override
	public boolean admit(HttpServletRequest request, HttpServletResponse response, String clientId) throws IOException {
		try {
			this.rateLimits.admitPush(request.getRemoteAddr(), clientId);
			return true;
		}
		catch (RateLimitExceededException ex) {
			this.answers.write(response, ex);
			return false;
		}
	}

}
