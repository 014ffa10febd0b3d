package io.github.opendcr.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.outage.TemporaryFailure;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * What our endpoints answer alike. Errors are answered rather than thrown, since what is
 * thrown is answered by the application's error page, which by default says nothing.
 */
final class Answers {

	private static final Log logger = LogFactory.getLog(Answers.class);

	private static final int METHOD_NOT_ALLOWED = 405;

	private static final int UNAVAILABLE = 503;

	private static final int DEFAULT_PAGE = 100;

	private static final int LARGEST_PAGE = 1000;

	private Answers() {
	}

	/**
	 * Answer a request: 400 if something is wrong with it, 405 if the application lacks
	 * what it needs, 503 if that is away for a while.
	 */
	static WebEndpointResponse<?> to(Supplier<WebEndpointResponse<?>> operation) {
		try {
			return operation.get();
		}
		catch (IllegalArgumentException ex) {
			return badRequest(ex);
		}
		catch (UnsupportedOperationException ex) {
			return notAllowed(String.valueOf(ex.getMessage()));
		}
		catch (RuntimeException ex) {
			if (!TemporaryFailure.is(ex)) {
				throw ex;
			}
			logger.error("An endpoint of the actuator failed", ex);
			return comeAgain();
		}
	}

	// The answer of an endpoint has no headers of its own
	private static WebEndpointResponse<?> comeAgain() {
		if (RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes
				&& attributes.getResponse() != null) {
			attributes.getResponse().setHeader(HttpHeaders.RETRY_AFTER, TemporaryFailure.PAUSE_IN_SECONDS);
		}
		return error(UNAVAILABLE, "temporarily_unavailable", TemporaryFailure.SENTENCE);
	}

	/**
	 * Answer with a page of a list, whose last entry is where the next one begins.
	 */
	static <T> WebEndpointResponse<?> page(String name, List<T> entries, int size, Function<T, ?> view,
			Function<T, String> key) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put(name, entries.stream().map(view).toList());
		if (entries.size() == size) {
			members.put("next", key.apply(entries.get(size - 1)));
		}
		return new WebEndpointResponse<>(members);
	}

	/**
	 * Answer that something was done, if it was.
	 */
	static WebEndpointResponse<?> done(boolean done, String otherwise) {
		return done ? new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT) : notFound(otherwise);
	}

	/**
	 * Return how many entries a page has.
	 * @throws IllegalArgumentException with a sentence for the operator
	 */
	static int pageSize(@Nullable String limit) {
		return (limit != null) ? number("limit", limit, LARGEST_PAGE) : DEFAULT_PAGE;
	}

	/**
	 * Return the number from 1 to the largest that a text is.
	 * @throws IllegalArgumentException with a sentence for the operator
	 */
	static int number(String name, String text, int largest) {
		try {
			int number = Integer.parseInt(text);
			if (number >= 1 && number <= largest) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// the same answer
		}
		throw new IllegalArgumentException(name + " must be a whole number from 1 to " + largest);
	}

	static WebEndpointResponse<?> badRequest(IllegalArgumentException ex) {
		return error(WebEndpointResponse.STATUS_BAD_REQUEST, "invalid_request", String.valueOf(ex.getMessage()));
	}

	static WebEndpointResponse<?> notAllowed(String description) {
		return error(METHOD_NOT_ALLOWED, "invalid_request", description);
	}

	static WebEndpointResponse<?> notFound(String description) {
		return error(WebEndpointResponse.STATUS_NOT_FOUND, "not_found", description);
	}

	static WebEndpointResponse<?> error(int status, String code, String description) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("error", code);
		members.put("error_description", description);
		return new WebEndpointResponse<>(members, status);
	}

}
