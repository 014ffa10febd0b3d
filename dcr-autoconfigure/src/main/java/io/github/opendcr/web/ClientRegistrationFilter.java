package io.github.opendcr.web;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.admission.Admission;
import io.github.opendcr.limit.RateLimits;
import io.github.opendcr.metadata.ClientMetadataReader;
import io.github.opendcr.registration.ClientRegistrationService;
import io.github.opendcr.server.BearerTokens;
import io.github.opendcr.server.IssuerContexts;

import org.springframework.security.web.context.SecurityContextRepository;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.util.unit.DataSize;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * The two endpoints on HTTP: routes a request to the client registration endpoint or the
 * client configuration endpoint, and turns every failure into an answer of the protocol.
 * It is the last filter of its chain and answers everything that comes so far; see
 * {@link RegistrationPaths} for what comes.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-3">RFC 7591 §3</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7592.html#section-2">RFC 7592 §2</a>
 */
public final class ClientRegistrationFilter implements Filter {

	private static final Log logger = LogFactory.getLog(ClientRegistrationFilter.class);

	private final RegistrationPaths paths;

	private final IssuerContexts issuers;

	private final CorsHeaders cors;

	private final Function<HttpServletRequest, Caller> callers;

	private final ClientRegistrationEndpoint registration;

	private final ClientConfigurationEndpoint configuration;

	private final JsonAnswers answers = new JsonAnswers();

	private final ObservationRegistry observations;

	/**
	 * Create the filter.
	 * @param paths where the endpoints are
	 * @param issuers what tells the issuer of a request
	 * @param allowedOrigins the origins whose pages may use the endpoints
	 * @param bearerTokens what knows this server's access tokens
	 * @param sessions what knows the application's sessions
	 * @param rateLimits how often
	 * @param admission who may register
	 * @param maxRequestSize how much of a body is read
	 * @param service what registers, reads, updates and deletes
	 * @param observations where requests are counted and timed
	 */
	public ClientRegistrationFilter(RegistrationPaths paths, IssuerContexts issuers, List<String> allowedOrigins,
			BearerTokens bearerTokens, SecurityContextRepository sessions, RateLimits rateLimits, Admission admission,
			DataSize maxRequestSize, ClientRegistrationService service, ObservationRegistry observations) {
		this.paths = paths;
		this.issuers = issuers;
		this.cors = new CorsHeaders(allowedOrigins);
		this.callers = (request) -> new Caller(request, bearerTokens, sessions);
		JsonBody body = new JsonBody(new ClientMetadataReader(), maxRequestSize);
		this.registration = new ClientRegistrationEndpoint(rateLimits, admission, body, service, this.answers);
		this.configuration = new ClientConfigurationEndpoint(rateLimits, body, service, this.answers);
		this.observations = observations;
	}

	@Override
	@SuppressWarnings("try") // the observation's scope is opened to be closed
	public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest request = (HttpServletRequest) servletRequest;
		HttpServletResponse response = (HttpServletResponse) servletResponse;
		String clientId = this.paths.clientId(request);
		Observation observation = RegistrationObservation.start(this.observations, request, clientId);
		ServerHttpObservationFilter.findObservationContext(request)
			.ifPresent((context) -> context.setPathPattern(this.paths.pattern(clientId)));
		try (Observation.Scope scope = observation.openScope()) {
			this.cors.write(request, response);
			handle(request, response, clientId);
			RegistrationObservation.succeeded(observation);
		}
		catch (RegistrationException ex) {
			refuse(ex, response, observation);
		}
		catch (RequestRejectedException ex) {
			// Spring Security's firewall looks at a header when it is read
			refuse(new RegistrationException(RegistrationError.INVALID_REQUEST, null,
					"A header or parameter has characters that this server does not accept", ex), response,
					observation);
		}
		catch (IOException ex) {
			RegistrationObservation.failed(observation, ex);
			throw ex; // the client is gone: there is nobody to answer
		}
		catch (Throwable ex) {
			// whatever the application's beans throw, its error page must not answer
			RegistrationObservation.failed(observation, ex);
			logger.error(request.getMethod() + " of client registration failed", ex);
			this.answers.write(response,
					new RegistrationException(RegistrationError.SERVER_ERROR, "The server failed; try again later"));
		}
		finally {
			observation.stop();
		}
	}

	private void refuse(RegistrationException ex, HttpServletResponse response, Observation observation)
			throws IOException {
		RegistrationObservation.refused(observation, ex);
		this.answers.write(response, ex);
	}

	private void handle(HttpServletRequest request, HttpServletResponse response, @Nullable String clientId)
			throws IOException {
		try (IssuerContexts.Scope scope = this.issuers.open(request)) {
			try {
				route(request, response, scope.getRegistrationEndpoint(), clientId);
			}
			catch (RegistrationException ex) {
				throw ex;
			}
			catch (RuntimeException ex) {
				if (!scope.isUnknown()) {
					throw ex;
				}
				throw new RegistrationException(RegistrationError.NOT_FOUND, null,
						"There is no issuer at this path; take the registration_endpoint of a discovery document", ex);
			}
		}
	}

	private void route(HttpServletRequest request, HttpServletResponse response, String endpointUri,
			@Nullable String clientId) throws IOException {
		if (clientId == null) {
			switch (request.getMethod()) {
				case "POST" -> this.registration.register(this.callers.apply(request), request, response, endpointUri);
				default -> answerOthers(request, response, ClientRegistrationEndpoint.ALLOW);
			}
			return;
		}
		String clientUri = endpointUri + "/" + clientId;
		switch (request.getMethod()) {
			case "GET" -> this.configuration.read(clientId, request, response, clientUri);
			case "PUT" -> this.configuration.update(clientId, request, response, clientUri);
			case "DELETE" -> deleteIfSupported(clientId, request, response);
			default -> answerOthers(request, response, this.configuration.allow());
		}
	}

	private void deleteIfSupported(String clientId, HttpServletRequest request, HttpServletResponse response) {
		if (!this.configuration.allow().contains("DELETE")) {
			answerOthers(request, response, this.configuration.allow());
		}
		else {
			this.configuration.delete(clientId, request, response);
		}
	}

	private void answerOthers(HttpServletRequest request, HttpServletResponse response, String allow) {
		response.setHeader("Allow", allow);
		if (!request.getMethod().equals("OPTIONS")) {
			throw new RegistrationException(RegistrationError.METHOD_NOT_ALLOWED,
					"This endpoint supports " + allow + ", not " + request.getMethod());
		}
		response.setStatus(HttpServletResponse.SC_NO_CONTENT);
	}

}
