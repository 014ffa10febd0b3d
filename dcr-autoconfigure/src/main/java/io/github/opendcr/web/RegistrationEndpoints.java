package io.github.opendcr.web;

import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.admission.Admission;
import io.github.opendcr.idempotency.KeptAnswers;
import io.github.opendcr.limit.RateLimits;
import io.github.opendcr.metadata.ClientMetadataReader;
import io.github.opendcr.registration.ClientInformation;
import io.github.opendcr.registration.ClientRegistrationService;
import io.github.opendcr.server.authorization.AnonymousPushes;
import io.github.opendcr.server.discovery.IssuerContexts;
import io.github.opendcr.server.token.BearerTokens;
import io.github.opendcr.web.RepeatedRequests.Keeper;

import org.springframework.security.web.DefaultSecurityFilterChain;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.util.unit.DataSize;

/**
 * The client registration endpoint (RFC 7591 §3): a straight line, of which
 * {@link ClientRegistrationService} has the middle, and the way to the client
 * configuration endpoint (RFC 7592 §2). Whoever may not do it is refused before anything
 * of the body is looked at.
 *
 * @since 0.1.0
 */
public final class RegistrationEndpoints {

	private final RateLimits rateLimits;

	private final Admission admission;

	private final BearerTokens bearerTokens;

	private final SecurityContextRepository sessions;

	private final DryRun dryRun;

	private final JsonBody body;

	private final ClientRegistrationService service;

	private final RepeatedRequests repeated;

	private final ConfigurationEndpoint configuration;

	private final JsonAnswers answers = new JsonAnswers();

	/**
	 * Create the endpoints.
	 * @param rateLimits how often
	 * @param admission who may register
	 * @param bearerTokens what knows this server's access tokens
	 * @param sessions what knows the application's sessions
	 * @param dryRun whether callers may ask what would be registered
	 * @param maxRequestSize how much of a body is read
	 * @param service what registers, reads, updates and deletes
	 * @param kept the answers to requests with an {@code Idempotency-Key}
	 */
	public RegistrationEndpoints(RateLimits rateLimits, Admission admission, BearerTokens bearerTokens,
			SecurityContextRepository sessions, boolean dryRun, DataSize maxRequestSize,
			ClientRegistrationService service, KeptAnswers kept) {
		this.rateLimits = rateLimits;
		this.admission = admission;
		this.bearerTokens = bearerTokens;
		this.sessions = sessions;
		this.dryRun = new DryRun(dryRun);
		this.body = new JsonBody(new ClientMetadataReader(), maxRequestSize);
		this.service = service;
		this.repeated = new RepeatedRequests(kept);
		this.configuration = new ConfigurationEndpoint(rateLimits, this.dryRun, this.body, service.configuration(),
				this.repeated, this.answers);
	}

	/**
	 * Return what lets public clients push authorization requests as fast as the rate
	 * limits allow.
	 * @param rateLimits how often
	 * @param listeners who is told of those that are refused
	 * @return what decides
	 */
	public static AnonymousPushes limitedPushes(RateLimits rateLimits, List<RequestListener> listeners) {
		return new LimitedPushes(rateLimits, List.copyOf(listeners));
	}

	/**
	 * Return the chain of the endpoints, which has no customizer, session, CSRF token or
	 * filter of the application's chains.
	 * @param path the path of the client registration endpoint, with a leading slash
	 * @param multipleIssuers whether it is found beneath any path; asked at the first
	 * request
	 * @param management whether there is a client configuration endpoint
	 * @param issuers what tells the issuer of a request
	 * @param allowedOrigins the origins whose pages may use the endpoints
	 * @param observations where requests are counted and timed
	 * @param listeners who is told what came of them
	 * @return the chain
	 */
	public SecurityFilterChain chain(String path, BooleanSupplier multipleIssuers, boolean management,
			IssuerContexts issuers, List<String> allowedOrigins, ObservationRegistry observations,
			List<RequestListener> listeners) {
		RegistrationPaths paths = new RegistrationPaths(path, multipleIssuers, management);
		return new DefaultSecurityFilterChain(paths,
				new ClientRegistrationFilter(paths, issuers, allowedOrigins, this, observations, listeners));
	}

	/**
	 * Answer a request.
	 * @param endpointUri the URL of the client registration endpoint
	 * @param clientId the client whose configuration endpoint it is for, or {@code null}
	 * at the client registration endpoint
	 * @throws RegistrationException if it is refused; nothing is written then
	 */
	void handle(HttpServletRequest request, HttpServletResponse response, String endpointUri, @Nullable String clientId)
			throws IOException {
		List<String> methods = methods(clientId);
		if (!methods.contains(request.getMethod())) {
			answerOthers(request, response, String.join(", ", methods) + ", OPTIONS");
		}
		else if (clientId == null) {
			register(request, response, endpointUri);
		}
		else {
			switch (request.getMethod()) {
				case "GET" -> this.configuration.read(clientId, request, response, endpointUri);
				case "PUT" -> this.configuration.update(clientId, request, response, endpointUri);
				default -> this.configuration.delete(clientId, request, response);
			}
		}
	}

	/**
	 * Answer a request for the secret of a client.
	 * @param endpointUri the URL of the client registration endpoint
	 * @param clientId the client
	 * @throws RegistrationException if it is refused; nothing is written then
	 */
	void handleSecret(HttpServletRequest request, HttpServletResponse response, String endpointUri, String clientId)
			throws IOException {
		if (!request.getMethod().equals("POST")) {
			answerOthers(request, response, "POST, OPTIONS");
			return;
		}
		this.configuration.rotateSecret(clientId, request, response, endpointUri);
	}

	// DELETE only where a client can be removed (RFC 7592 §2.3)
	private List<String> methods(@Nullable String clientId) {
		if (clientId == null) {
			return List.of("POST");
		}
		return this.configuration.isDeleteSupported() ? List.of("GET", "PUT", "DELETE") : List.of("GET", "PUT");
	}

	private static void answerOthers(HttpServletRequest request, HttpServletResponse response, String allow) {
		response.setHeader("Allow", allow);
		if (!request.getMethod().equals("OPTIONS")) {
			throw new RegistrationException(RegistrationError.METHOD_NOT_ALLOWED,
					"This endpoint supports " + allow + ", not " + request.getMethod());
		}
		response.setStatus(HttpServletResponse.SC_NO_CONTENT);
	}

	private void register(HttpServletRequest request, HttpServletResponse response, String endpointUri)
			throws IOException {
		Supplier<Registrant> registrant = SingletonSupplier.of(() -> admit(request));
		OnceRead body = new OnceRead(() -> this.body.read(request));
		this.answers.write(response, this.repeated.answer(null, request, () -> caller(request, registrant), body,
				(keeper) -> register(request, registrant, body, endpointUri, keeper)));
	}

	private InformationAnswer register(HttpServletRequest request, Supplier<Registrant> caller, OnceRead body,
			String endpointUri, Keeper keeper) {
		// RFC 6585 §4, RFC 7591 §3: rate limits and permission
		this.rateLimits.beforeAdmission(request.getRemoteAddr());
		Registrant registrant = caller.get();
		RequestOutcome.admitted(request, registrant);
		this.rateLimits.afterAdmission(request.getRemoteAddr(), registrant);
		boolean dryRun = this.dryRun.isAsked(request);
		// RFC 7591 §3.1: read
		ClientMetadata requested = body.get();
		if (dryRun) {
			return this.answers.rehearsed(this.service.rehearse(requested, registrant));
		}
		ClientInformation registered = this.service.register(requested, registrant,
				(information) -> keeper.keep(created(information, endpointUri)));
		// RFC 7591 §3.2.1: respond
		return created(registered, endpointUri);
	}

	// A token is what it proves to be. It isn't asked for permission again, since the
	// request may have used it up; whoever has none is
	private static String caller(HttpServletRequest request, Supplier<Registrant> registrant) {
		String token = BearerToken.of(request);
		return (token != null) ? token : Objects.requireNonNullElse(registrant.get().name(), "");
	}

	private Registrant admit(HttpServletRequest request) {
		Caller caller = new Caller(request, this.bearerTokens, this.sessions);
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

	private InformationAnswer created(ClientInformation information, String endpointUri) {
		return this.answers.answer(HttpServletResponse.SC_CREATED, information, endpointUri);
	}

}
