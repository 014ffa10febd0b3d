package io.github.opendcr.audit;

import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Where a request comes from, and what else belongs to it.
 *
 * @param address the address of the caller, or {@code null} outside of a request
 * @param correlationId the trace of the request, or else an id that its lines have in
 * common, or {@code null} outside of both
 */
record CurrentRequest(@Nullable String address, @Nullable String correlationId) {

	private static final String ID = CurrentRequest.class.getName();

	static CurrentRequest ofThread() {
		return of((RequestContextHolder.getRequestAttributes() instanceof ServletRequestAttributes attributes)
				? attributes.getRequest() : null);
	}

	static CurrentRequest of(@Nullable HttpServletRequest request) {
		return new CurrentRequest((request != null) ? request.getRemoteAddr() : null, correlationId(request));
	}

	private static @Nullable String correlationId(@Nullable HttpServletRequest request) {
		String trace = MDC.get("traceId"); // of Micrometer Tracing
		if (trace == null) {
			trace = MDC.get("trace_id"); // of OpenTelemetry's agent
		}
		return (trace != null || request == null) ? trace : requestId(request);
	}

	private static String requestId(HttpServletRequest request) {
		if (request.getAttribute(ID) instanceof String id) {
			return id;
		}
		// tells lines apart, and is no secret: nobody waits for the system's random
		// numbers
		ThreadLocalRandom random = ThreadLocalRandom.current();
		String made = new UUID(random.nextLong(), random.nextLong()).toString();
		request.setAttribute(ID, made);
		return made;
	}

}
