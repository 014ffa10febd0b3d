package io.github.opendcr.web;

import java.io.IOException;
import java.util.List;

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
import io.github.opendcr.server.discovery.AllowedOrigins;
import io.github.opendcr.server.discovery.IssuerContexts;
import io.github.opendcr.server.outage.TemporaryFailure;

import org.springframework.http.HttpHeaders;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.cors.CorsConfiguration;
import org.springframework.web.filter.ServerHttpObservationFilter;
import org.springframework.web.util.InvalidUrlException;

/**
 * The two endpoints on HTTP: opens the issuer's context, and turns every failure into an
 * answer of the protocol. It is the last filter of its chain and answers everything that
 * comes so far; see {@link RegistrationPaths} for what comes.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-3">RFC 7591 §3</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7592.html#section-2">RFC 7592 §2</a>
 */
final class ClientRegistrationFilter implements Filter {

	private static final Log logger = LogFactory.getLog(ClientRegistrationFilter.class);

	private final RegistrationPaths paths;

	private final IssuerContexts issuers;

	private final AllowedOrigins origins;

	private final RegistrationEndpoints endpoints;

	private final JsonAnswers answers = new JsonAnswers();

	private final ObservationRegistry observations;

	private final List<RequestListener> listeners;

	/**
	 * Create the filter.
	 * @param paths where the endpoints are
	 * @param issuers what tells the issuer of a request
	 * @param allowedOrigins the origins whose pages may use the endpoints
	 * @param endpoints what answers
	 * @param observations where requests are counted and timed
	 * @param listeners who is told what came of them
	 */
	ClientRegistrationFilter(RegistrationPaths paths, IssuerContexts issuers, List<String> allowedOrigins,
			RegistrationEndpoints endpoints, ObservationRegistry observations, List<RequestListener> listeners) {
		this.paths = paths;
		this.issuers = issuers;
		// the endpoints themselves tell which methods they have
		this.origins = new AllowedOrigins(allowedOrigins, List.of(CorsConfiguration.ALL),
				List.of(HttpHeaders.ETAG, HttpHeaders.WWW_AUTHENTICATE, HttpHeaders.RETRY_AFTER, "RateLimit-Limit",
						"RateLimit-Remaining", "RateLimit-Reset"));
		this.endpoints = endpoints;
		this.observations = observations;
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public void doFilter(ServletRequest servletRequest, ServletResponse servletResponse, FilterChain chain)
			throws IOException, ServletException {
		HttpServletRequest request = (HttpServletRequest) servletRequest;
		HttpServletResponse response = (HttpServletResponse) servletResponse;
		String clientId = this.paths.clientId(request);
		ServerHttpObservationFilter.findObservationContext(request)
			.ifPresent((context) -> context.setPathPattern(this.paths.pattern(request, clientId)));
		try (ObservedRequest observed = ObservedRequest.open(this.observations, this.listeners, request, response,
				clientId, this.paths.isSecret(request))) {
			answer(request, response, clientId, observed);
		}
	}

	private void answer(HttpServletRequest request, HttpServletResponse response, @Nullable String clientId,
			ObservedRequest observed) throws IOException {
		try {
			this.origins.admit(request, response);
			handle(request, response, clientId);
			observed.succeeded();
		}
		catch (RegistrationException ex) {
			refuse(ex, response, observed);
		}
		catch (RequestRejectedException ex) {
			// Spring Security's firewall looks at a header when it is read
			refuse(new RegistrationException(RegistrationError.INVALID_REQUEST, null,
					"A header or parameter has characters that this server does not accept", ex), response, observed);
		}
		catch (IOException ex) {
			observed.failed(ex, RegistrationError.SERVER_ERROR);
			throw ex; // the client is gone: there is nobody to answer
		}
		catch (Throwable ex) {
			// whatever the application's beans throw, its error page must not answer
			RegistrationException answer = failure(ex);
			observed.failed(ex, answer.getError());
			logger.error(request.getMethod() + " of client registration failed", ex);
			this.answers.write(response, answer);
		}
	}

	private static RegistrationException failure(Throwable ex) {
		return TemporaryFailure.is(ex)
				? new RegistrationException(RegistrationError.TEMPORARILY_UNAVAILABLE, TemporaryFailure.SENTENCE)
				: new RegistrationException(RegistrationError.SERVER_ERROR, "The server failed; try again later");
	}

	private void refuse(RegistrationException ex, HttpServletResponse response, ObservedRequest observed)
			throws IOException {
		observed.refused(ex);
		this.answers.write(response, ex);
	}

	// RFC 9112 §3.2. Without a configured issuer, the name of the server is the client's
	private IssuerContexts.Scope open(HttpServletRequest request) {
		try {
			return this.issuers.open(request);
		}
		catch (InvalidUrlException ex) {
			throw new RegistrationException(RegistrationError.INVALID_REQUEST, null,
					"The Host header must be the name of this server, as in its URL", ex);
		}
	}

	private void handle(HttpServletRequest request, HttpServletResponse response, @Nullable String clientId)
			throws IOException {
		try (IssuerContexts.Scope scope = open(request)) {
			try {
				if (clientId != null && this.paths.isSecret(request)) {
					this.endpoints.handleSecret(request, response, scope.getRegistrationEndpoint(), clientId);
				}
				else {
					this.endpoints.handle(request, response, scope.getRegistrationEndpoint(), clientId);
				}
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

}
