package io.github.opendcr.web;

import java.util.Enumeration;
import java.util.Map;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

/**
 * The request as the application's beans see it: parameters that can't be decoded are the
 * caller's mistake, not theirs.
 */
final class CheckedParameters extends HttpServletRequestWrapper {

	CheckedParameters(HttpServletRequest request) {
		super(request);
	}

	@Override
	public @Nullable String getParameter(String name) {
		return checked(() -> super.getParameter(name));
	}

	@Override
	public Map<String, String[]> getParameterMap() {
		return checked(super::getParameterMap);
	}

	@Override
	public Enumeration<String> getParameterNames() {
		return checked(super::getParameterNames);
	}

	@Override
	public String @Nullable [] getParameterValues(String name) {
		return checked(() -> super.getParameterValues(name));
	}

	// what Jakarta Servlet has getParameter throw for them, and what Jetty throws
	private static <T extends @Nullable Object> T checked(Supplier<T> parameters) {
		try {
			return parameters.get();
		}
		catch (IllegalStateException | IllegalArgumentException ex) {
			throw new RegistrationException(RegistrationError.INVALID_REQUEST, null,
					"The query is malformed: percent-encode UTF-8", ex);
		}
	}

}
