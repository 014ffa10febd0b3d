package io.github.opendcr.web;

import java.util.List;

import jakarta.servlet.http.HttpServletRequest;

import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

/**
 * Whether a request is only to tell what would come of it. Anyone who believes so must be
 * right: the parameter is refused wherever it would have no effect.
 *
 * @param enabled whether there are such requests
 */
record DryRun(boolean enabled) {

	private static final String PARAMETER = "dry_run";

	/**
	 * Whether a request speaks of it, for those who count requests.
	 */
	static boolean isNamed(HttpServletRequest request) {
		return request.getQueryString() != null && request.getQueryString().contains(PARAMETER);
	}

	/**
	 * Whether a registration is one.
	 * @throws RegistrationException if that isn't clear, or there are none
	 */
	boolean isAsked(HttpServletRequest request) {
		return switch (value(request)) {
			case "" -> false;
			case "true" -> {
				if (!this.enabled) {
					throw refused("This server has no dry run; leave out dry_run to register the client");
				}
				yield true;
			}
			default -> throw refused("dry_run must be true, once; leave it out to register the client");
		};
	}

	/**
	 * Refuse a request that can't be one.
	 */
	void refuse(HttpServletRequest request) {
		if (!value(request).isEmpty()) {
			throw refused("A dry run is for registrations only; leave out dry_run");
		}
	}

	private static String value(HttpServletRequest request) {
		if (request.getQueryString() == null) {
			return "";
		}
		String[] values = new CheckedParameters(request).getParameterValues(PARAMETER);
		if (values == null) {
			return "";
		}
		return List.of("true").equals(List.of(values)) ? "true" : "other";
	}

	private static RegistrationException refused(String description) {
		return new RegistrationException(RegistrationError.INVALID_REQUEST, PARAMETER, description);
	}

}
