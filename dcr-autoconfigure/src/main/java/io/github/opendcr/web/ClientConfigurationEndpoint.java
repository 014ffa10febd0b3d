package io.github.opendcr.web;

import java.io.IOException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.limit.RateLimits;
import io.github.opendcr.registration.ClientInformation;
import io.github.opendcr.registration.ClientRegistrationService;
import io.github.opendcr.storage.ClientStorage.StoredClient;

/**
 * The client configuration endpoint (RFC 7592 §2). The registration access token is
 * checked before anything else of the request is looked at.
 */
final class ClientConfigurationEndpoint {

	private final RateLimits rateLimits;

	private final JsonBody body;

	private final ClientRegistrationService service;

	private final JsonAnswers answers;

	ClientConfigurationEndpoint(RateLimits rateLimits, JsonBody body, ClientRegistrationService service,
			JsonAnswers answers) {
		this.rateLimits = rateLimits;
		this.body = body;
		this.service = service;
		this.answers = answers;
	}

	/**
	 * The methods of the {@code Allow} header; DELETE only where a client can be removed
	 * (RFC 7592 §2.3).
	 */
	String allow() {
		return this.service.isDeleteSupported() ? "GET, PUT, DELETE, OPTIONS" : "GET, PUT, OPTIONS";
	}

	void read(String clientId, HttpServletRequest request, HttpServletResponse response, String clientUri)
			throws IOException {
		ClientInformation information = this.rateLimits.authenticate(request.getRemoteAddr(),
				() -> this.service.read(clientId, BearerToken.required(request)));
		this.answers.write(response, HttpServletResponse.SC_OK, information, clientUri);
	}

	void update(String clientId, HttpServletRequest request, HttpServletResponse response, String clientUri)
			throws IOException {
		StoredClient client = this.rateLimits.authenticate(request.getRemoteAddr(),
				() -> this.service.authenticate(clientId, BearerToken.required(request)));
		ClientMetadata requested = this.body.read(request);
		ClientInformation information = this.service.update(client, BearerToken.required(request), requested);
		this.answers.write(response, HttpServletResponse.SC_OK, information, clientUri);
	}

	void delete(String clientId, HttpServletRequest request, HttpServletResponse response) {
		this.rateLimits.authenticate(request.getRemoteAddr(), () -> {
			this.service.delete(clientId, BearerToken.required(request));
			return null;
		});
		this.answers.noStore(response);
		response.setStatus(HttpServletResponse.SC_NO_CONTENT);
	}

}
