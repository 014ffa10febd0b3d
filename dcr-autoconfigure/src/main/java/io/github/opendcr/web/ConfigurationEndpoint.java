package io.github.opendcr.web;

import java.io.IOException;
import java.util.function.Function;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.limit.RateLimits;
import io.github.opendcr.registration.AnswerKeeper;
import io.github.opendcr.registration.ClientConfigurationService;
import io.github.opendcr.registration.ClientInformation;
import io.github.opendcr.storage.ClientStorage.StoredClient;

/**
 * The client configuration endpoint (RFC 7592 §2), and the secret below it: a straight
 * line for each method, of which {@link ClientConfigurationService} has the middle.
 */
final class ConfigurationEndpoint {

	private final RateLimits rateLimits;

	private final DryRun dryRun;

	private final JsonBody body;

	private final ClientConfigurationService service;

	private final RepeatedRequests repeated;

	private final JsonAnswers answers;

	ConfigurationEndpoint(RateLimits rateLimits, DryRun dryRun, JsonBody body, ClientConfigurationService service,
			RepeatedRequests repeated, JsonAnswers answers) {
		this.rateLimits = rateLimits;
		this.dryRun = dryRun;
		this.body = body;
		this.service = service;
		this.repeated = repeated;
		this.answers = answers;
	}

	boolean isDeleteSupported() {
		return this.service.isDeleteSupported();
	}

	void read(String clientId, HttpServletRequest request, HttpServletResponse response, String endpointUri)
			throws IOException {
		StoredClient client = authenticate(request, (token) -> this.service.authenticate(clientId, token));
		Preconditions conditions = Preconditions.of(request);
		// RFC 7592 §2.1
		ClientInformation read = this.service.read(client, BearerToken.required(request));
		if (conditions.isNotModified(EntityTag.of(read))) {
			this.answers.notModified(response, read);
			return;
		}
		this.answers.write(response, answer(read, endpointUri));
	}

	void update(String clientId, HttpServletRequest request, HttpServletResponse response, String endpointUri)
			throws IOException {
		String token = BearerToken.required(request);
		OnceRead body = new OnceRead(() -> this.body.read(request));
		this.answers.write(response, this.repeated.answer(clientId, request, () -> {
			this.service.checkThere(clientId);
			return token;
		}, body, (keeper) -> {
			StoredClient client = authenticate(request,
					(presented) -> this.service.authenticateUpdate(clientId, presented));
			return answer(update(client, request, body, (information) -> keeper.keep(answer(information, endpointUri))),
					endpointUri);
		}));
	}

	private ClientInformation update(StoredClient client, HttpServletRequest request, OnceRead body,
			AnswerKeeper keeper) {
		String token = BearerToken.required(request);
		try {
			this.dryRun.refuse(request);
			Preconditions conditions = Preconditions.of(request);
			// RFC 7592 §2.2
			ClientMetadata requested = body.get();
			return this.service.update(client, token, requested, (now) -> conditions.check(EntityTag.of(now)), keeper);
		}
		catch (RegistrationException ex) {
			this.service.failed(client, token);
			throw ex;
		}
	}

	void delete(String clientId, HttpServletRequest request, HttpServletResponse response) {
		StoredClient client = authenticate(request, (token) -> this.service.authenticate(clientId, token));
		this.dryRun.refuse(request);
		Preconditions conditions = Preconditions.of(request);
		// RFC 7592 §2.3
		this.service.delete(client, BearerToken.required(request), (now) -> conditions.check(EntityTag.of(now)));
		this.answers.noStore(response);
		response.setStatus(HttpServletResponse.SC_NO_CONTENT);
	}

	void rotateSecret(String clientId, HttpServletRequest request, HttpServletResponse response, String endpointUri)
			throws IOException {
		StoredClient client = authenticate(request, (token) -> this.service.authenticate(clientId, token));
		this.dryRun.refuse(request);
		Preconditions conditions = Preconditions.of(request);
		ClientInformation rotated = this.service.rotateSecret(client, BearerToken.required(request),
				(now) -> conditions.check(EntityTag.of(now)));
		this.answers.write(response, answer(rotated, endpointUri));
	}

	private StoredClient authenticate(HttpServletRequest request, Function<String, StoredClient> client) {
		this.rateLimits.beforeAuthentication(request.getRemoteAddr());
		try {
			// RFC 7592 §2
			return client.apply(BearerToken.required(request));
		}
		catch (RegistrationException ex) {
			this.rateLimits.afterFailure(request.getRemoteAddr(), ex);
			throw ex;
		}
	}

	private InformationAnswer answer(ClientInformation information, String endpointUri) {
		return this.answers.answer(HttpServletResponse.SC_OK, information, endpointUri);
	}

}
