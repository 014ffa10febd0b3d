package io.github.opendcr.server.authorization;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.Supplier;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.ClientUnavailableException;
import io.github.opendcr.server.client.DocumentResolution;
import io.github.opendcr.server.client.DocumentResolution.Caller;

import org.springframework.security.core.Authentication;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Makes or refreshes the client of a {@link DocumentRequest} that waits, once there is a
 * user. Without one the request goes on to the application's login, and comes back.
 */
final class DocumentRequestFilter extends OncePerRequestFilter {

	private final Supplier<? extends DocumentResolution> resolution;

	private final AuthenticationFailureHandler failureHandler;

	private DocumentRequestFilter(Supplier<? extends DocumentResolution> resolution,
			AuthenticationFailureHandler failureHandler) {
		this.resolution = resolution;
		this.failureHandler = failureHandler;
	}

	static void addTo(ServerChain chain, Supplier<? extends DocumentResolution> resolution) {
		AuthorizationRefusal.addFilter(chain,
				(failureHandler) -> new DocumentRequestFilter(resolution, failureHandler));
	}

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		return !DocumentRequest.isWaiting(request);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String clientId = String.valueOf(DocumentRequest.clientId(request));
		try {
			Authentication user = CurrentUser.get();
			if (CurrentUser.isSomebody(user)) {
				this.resolution.get().resolve(clientId, new Caller(user.getName(), true));
				DocumentRequest.resolved(request);
			}
			else if (mayShowNoPage(request)) {
				// nor redirect to a client that nobody knows
				throw this.resolution.get().refuse(clientId);
			}
		}
		catch (ClientUnavailableException ex) {
			this.failureHandler.onAuthenticationFailure(request, response, ex);
			return;
		}
		chain.doFilter(request, response);
	}

	// OpenID Connect Core 1.0 §3.1.2.1
	private static boolean mayShowNoPage(HttpServletRequest request) {
		String prompt = request.getParameter("prompt");
		return prompt != null && Arrays.asList(prompt.split(" ")).contains("none");
	}

}
