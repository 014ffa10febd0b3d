package io.github.opendcr.web;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegistrationException;

/**
 * What is observed of a request: {@code dcr.requests} with its operation, its outcome and
 * the error code; nothing of who asked or for what.
 */
final class RegistrationObservation {

	// not "error", which Micrometer fills with the exception's class
	private static final String ERROR_CODE = "error.code";

	private RegistrationObservation() {
	}

	static Observation start(ObservationRegistry registry, HttpServletRequest request, @Nullable String clientId) {
		String operation = operation(request.getMethod(), clientId);
		return Observation.createNotStarted("dcr.requests", registry)
			.contextualName("dcr " + operation)
			.lowCardinalityKeyValue("operation", operation)
			.start();
	}

	static void succeeded(Observation observation) {
		observation.lowCardinalityKeyValue("outcome", "SUCCESS").lowCardinalityKeyValue(ERROR_CODE, "none");
	}

	static void refused(Observation observation, RegistrationException ex) {
		observation.lowCardinalityKeyValue("outcome", "REFUSED")
			.lowCardinalityKeyValue(ERROR_CODE, ex.getError().code());
	}

	static void failed(Observation observation, Throwable ex) {
		observation.error(ex)
			.lowCardinalityKeyValue("outcome", "FAILED")
			.lowCardinalityKeyValue(ERROR_CODE, "server_error");
	}

	private static String operation(String method, @Nullable String clientId) {
		if (clientId == null) {
			return method.equals("POST") ? "register" : "other";
		}
		return switch (method) {
			case "GET" -> "read";
			case "PUT" -> "update";
			case "DELETE" -> "delete";
			default -> "other";
		};
	}

}
