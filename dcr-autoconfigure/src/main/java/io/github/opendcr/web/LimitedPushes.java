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
 * @param rateLimits how often
 * @param listeners who is told of those that are refused
 */
record LimitedPushes(RateLimits rateLimits, List<RequestListener> listeners) implements AnonymousPushes {

	private static final JsonAnswers ANSWERS = new JsonAnswers();

	@Override
	public boolean admit(HttpServletRequest request, HttpServletResponse response, String clientId) throws IOException {
		try {
			this.rateLimits.admitPush(request.getRemoteAddr(), clientId);
			return true;
		}
		catch (RateLimitExceededException ex) {
			ObservedRequest.tell(this.listeners, new RequestOutcome(Operation.PUSH, clientId, request, ex, null));
			ANSWERS.write(response, ex);
			return false;
		}
	}

}
