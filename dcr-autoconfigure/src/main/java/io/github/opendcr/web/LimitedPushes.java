package io.github.opendcr.web;

import java.io.IOException;
import java.util.List;

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

	private final List<RequestListener> listeners;

	private final JsonAnswers answers = new JsonAnswers();

	/**
	 * Create an instance.
	 * @param rateLimits how often
	 * @param listeners who is told of those that are refused
	 */
	public LimitedPushes(RateLimits rateLimits, List<RequestListener> listeners) {
		this.rateLimits = rateLimits;
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public boolean admit(HttpServletRequest request, HttpServletResponse response, String clientId) throws IOException {
		try {
			this.rateLimits.admitPush(request.getRemoteAddr(), clientId);
			return true;
		}
		catch (RateLimitExceededException ex) {
			ObservedRequest.tell(this.listeners, new RequestOutcome(Operation.PUSH, clientId, request, ex, null));
			this.answers.write(response, ex);
			return false;
		}
	}

}
