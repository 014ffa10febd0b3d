package io.github.opendcr.web;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.admission.Admission;
import io.github.opendcr.limit.RateLimits;
import io.github.opendcr.registration.ClientInformation;
import io.github.opendcr.registration.ClientRegistrationService;

/**
 * The client registration endpoint (RFC 7591 §3).
 */
final class ClientRegistrationEndpoint {

	static final String ALLOW = "POST, OPTIONS";

	private final RateLimits rateLimits;

	private final Admission admission;

	private final JsonBody body;

	private final ClientRegistrationService service;

	private final JsonAnswers answers;

	ClientRegistrationEndpoint(RateLimits rateLimits, Admission admission, JsonBody body,
			ClientRegistrationService service, JsonAnswers answers) {
		this.rateLimits = rateLimits;
		this.admission = admission;
		this.body = body;
		this.service = service;
		this.answers = answers;
	}

	void register(Caller caller, HttpServletRequest request, HttpServletResponse response, String endpointUri)
			throws IOException {
		Registrant registrant = this.rateLimits.admit(request.getRemoteAddr(), () -> admit(caller));
		ClientMetadata requested = this.body.read(request);
		ClientInformation information = this.service.register(requested, registrant);
		this.answers.write(response, HttpServletResponse.SC_CREATED, information,
				endpointUri + "/" + information.registration().clientId());
	}

	private Registrant admit(Caller caller) {
		try {
			Registrant registrant = this.admission.admit(caller);
			caller.checkToken();
			return registrant;
		}
		catch (RegistrationException ex) {
			// what a permission says of its own is the better answer
			if (ex.getError() == RegistrationError.UNAUTHORIZED && ex.getChallenge() == null) {
				caller.checkToken();
			}
			throw ex;
		}
	}

}
