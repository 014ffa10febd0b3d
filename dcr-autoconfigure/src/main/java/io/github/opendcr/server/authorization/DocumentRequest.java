package io.github.opendcr.server.authorization;

import java.util.List;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.DocumentResolution;
import io.github.opendcr.server.client.DocumentResolution.Standing;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.web.authentication.AuthenticationConverter;

/**
 * Keeps the server from validating a request whose client has to be looked up in its
 * document first. Spring validates before it knows the user, and for nobody in person
 * nothing is fetched. So a request of which this makes something that Spring doesn't know
 * goes on to where the application asks for a login, as it does for every request;
 * {@link DocumentRequestFilter} waits behind that, and then the request is read and
 * validated as usual.
 *
 * @param resolution makes clients of documents
 */
record DocumentRequest(Supplier<? extends DocumentResolution> resolution) implements AuthenticationConverter {

	private static final String STATE = DocumentRequest.class.getName();

	static void addTo(ServerChain chain, Supplier<? extends DocumentResolution> resolution) {
		chain.server()
			.authorizationEndpoint(
					(endpoint) -> endpoint.authorizationRequestConverter(new DocumentRequest(resolution)));
	}

	@Override
	public @Nullable Authentication convert(HttpServletRequest request) {
		if (request.getAttribute(STATE) == null) {
			request.setAttribute(STATE, state(clientId(request)));
		}
		return isWaiting(request) ? new Waiting() : null;
	}

	private State state(@Nullable String clientId) {
		Standing standing = (clientId != null) ? this.resolution.get().standing(clientId) : Standing.OTHER;
		return switch (standing) {
			case OTHER -> State.OTHER;
			case READY -> State.READY;
			case DUE, UNKNOWN -> State.WAITING;
		};
	}

	/**
	 * Return the client that starts a request.
	 * @return the {@code client_id}, or {@code null} if it isn't one, or if the user goes
	 * on with a request, as he does by his consent
	 */
	static @Nullable String clientId(HttpServletRequest request) {
		String[] values = request.getParameterValues(OAuth2ParameterNames.CLIENT_ID);
		boolean starts = request.getParameter(OAuth2ParameterNames.RESPONSE_TYPE) != null
				|| request.getParameter(OAuth2ParameterNames.REQUEST_URI) != null;
		return (starts && values != null && values.length == 1) ? values[0] : null;
	}

	/**
	 * Whether the client of the request is known by its document, or will be.
	 */
	static boolean isOfDocument(HttpServletRequest request) {
		Object state = request.getAttribute(STATE);
		return state != null && state != State.OTHER;
	}

	static boolean isWaiting(HttpServletRequest request) {
		return request.getAttribute(STATE) == State.WAITING;
	}

	static void resolved(HttpServletRequest request) {
		request.setAttribute(STATE, State.RESOLVED);
	}

	/**
	 * Whether the request waited, so that nobody has validated it yet.
	 */
	static boolean isResolved(HttpServletRequest request) {
		return request.getAttribute(STATE) == State.RESOLVED;
	}

	private enum State {

		OTHER, READY, WAITING, RESOLVED

	}

	private static final class Waiting extends AbstractAuthenticationToken {

		private Waiting() {
			super(List.of());
		}

		@Override
		public @Nullable Object getCredentials() {
			return null;
		}

		@Override
		public Object getPrincipal() {
			return "";
		}

	}

}
