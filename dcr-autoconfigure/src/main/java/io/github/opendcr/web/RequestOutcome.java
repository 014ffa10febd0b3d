package io.github.opendcr.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationException;

/**
 * What came of a request to the endpoints.
 *
 * @param operation what it was for
 * @param clientId the {@code client_id} that it named, whether there is such a client or
 * not, or {@code null}
 * @param request the request
 * @param refusal why it was refused, or {@code null} if it wasn't
 * @param failure why it failed, or {@code null} if it didn't; an
 * {@link java.io.IOException} if the caller was gone before the answer was written
 * @since 0.1.0
 */
public record RequestOutcome(Operation operation, @Nullable String clientId, HttpServletRequest request,
		@Nullable RegistrationException refusal, @Nullable Throwable failure) {

	/**
	 * Return as whom the caller was let in.
	 * @return the registrant, or {@code null} if nobody was let in to register a client
	 */
	public @Nullable Registrant registrant() {
		return (Registrant) this.request.getAttribute(Registrant.class.getName());
	}

	static void admitted(HttpServletRequest request, Registrant registrant) {
		request.setAttribute(Registrant.class.getName(), registrant);
	}

}
