package io.github.opendcr.web;

import java.io.IOException;
import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * What is observed of a request: {@code dcr.requests} with its operation, its outcome and
 * the error code; nothing of who asked or for what. Listeners learn more. As long as it
 * is open, it is the request of its thread.
 */
final class ObservedRequest implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ObservedRequest.class);

	// not "error", which Micrometer fills with the exception's class
	private static final String ERROR_CODE = "error.code";

	private final Operation operation;

	private final HttpServletRequest request;

	private final @Nullable String clientId;

	private final List<RequestListener> listeners;

	private final Observation observation;

	private final Observation.Scope scope;

	private final boolean bound;

	private ObservedRequest(Operation operation, HttpServletRequest request, @Nullable String clientId,
			List<RequestListener> listeners, Observation observation, boolean bound) {
		this.operation = operation;
		this.request = request;
		this.clientId = clientId;
		this.listeners = listeners;
		this.observation = observation;
		this.scope = observation.openScope();
		this.bound = bound;
	}

	static ObservedRequest open(ObservationRegistry registry, List<RequestListener> listeners,
			HttpServletRequest request, HttpServletResponse response, @Nullable String clientId, boolean secret) {
		Operation operation = Operation.of(request, clientId, secret);
		request.setAttribute(Operation.class.getName(), operation);
		Observation observation = Observation.createNotStarted("dcr.requests", registry)
			.contextualName("dcr " + operation.label())
			.lowCardinalityKeyValue("operation", operation.label())
			.start();
		boolean bind = RequestContextHolder.getRequestAttributes() == null;
		ObservedRequest observed = new ObservedRequest(operation, request, clientId, listeners, observation, bind);
		// last: what fails before leaves nothing to the next request of the thread
		if (bind) {
			RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request, response));
		}
		return observed;
	}

	void succeeded() {
		this.observation.lowCardinalityKeyValue("outcome", "SUCCESS").lowCardinalityKeyValue(ERROR_CODE, "none");
		end(null, null);
	}

	void refused(RegistrationException ex) {
		this.observation.lowCardinalityKeyValue("outcome", "REFUSED")
			.lowCardinalityKeyValue(ERROR_CODE, ex.getError().code());
		end(ex, null);
	}

	// An answer that can't be written is a caller who hung up: nobody is woken up for it
	void failed(Throwable ex, RegistrationError error) {
		this.observation.error(ex)
			.lowCardinalityKeyValue("outcome", (ex instanceof IOException) ? "ABORTED" : "FAILED")
			.lowCardinalityKeyValue(ERROR_CODE, error.code());
		end(null, ex);
	}

	private void end(@Nullable RegistrationException refusal, @Nullable Throwable failure) {
		tell(this.listeners, new RequestOutcome(this.operation, this.clientId, this.request, refusal, failure));
	}

	/**
	 * Tell listeners, none of which changes the answer.
	 */
	static void tell(List<RequestListener> listeners, RequestOutcome outcome) {
		for (RequestListener listener : listeners) {
			try {
				listener.ended(outcome);
			}
			catch (RuntimeException ex) {
				logger.error("A listener failed; the answer is not affected", ex);
			}
		}
	}

	@Override
	public void close() {
		try {
			this.scope.close();
			this.observation.stop();
		}
		finally {
			if (this.bound) {
				RequestContextHolder.resetRequestAttributes();
			}
		}
	}

}
