package io.github.opendcr.server.authorization;

import java.io.IOException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.pages.AuthorizationError.Cause;
import io.github.opendcr.pages.AuthorizationPages;
import io.github.opendcr.server.chain.PrivateField;
import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.ClientUnavailableException;
import io.github.opendcr.server.client.Unavailability;

import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2DeviceVerificationEndpointFilter;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.util.StringUtils;

/**
 * Explains to a user why an authorization ends here, where he must not be sent to the
 * client: that is pending, disabled, expired or no longer there, or its request is wrong.
 * Spring's own handlers leave that to the application's error page, which most
 * applications show to nobody who isn't logged in, and without the reason. It hooks in
 * around the failure handlers of the filters at the authorization endpoint and for the
 * verification of devices.
 *
 * @param delegate handles everything else
 * @param clients the clients that may be used
 * @param pages shows the page
 */
record ErrorPageHandler(AuthenticationFailureHandler delegate, RegisteredClientRepository clients,
		AuthorizationPages pages) implements AuthenticationFailureHandler {

	static void addTo(ServerChain chain, AuthorizationPages pages) {
		RegisteredClientRepository clients = chain.usableClients();
		chain.adapt(OAuth2AuthorizationEndpointFilter.class,
				(filter) -> filter.setAuthenticationFailureHandler(inFrontOf(filter, clients, pages)));
		chain.adapt(OAuth2DeviceVerificationEndpointFilter.class,
				(filter) -> filter.setAuthenticationFailureHandler(inFrontOf(filter, clients, pages)));
	}

	// A handler of the application's stays as it is, and finds the reason in the error's
	// description
	private static AuthenticationFailureHandler inFrontOf(Object filter, RegisteredClientRepository clients,
			AuthorizationPages pages) {
		AuthenticationFailureHandler present = PrivateField.read(filter, "authenticationFailureHandler",
				AuthenticationFailureHandler.class);
		// Spring's own is a method of the filter
		boolean own = present.getClass().getName().startsWith(filter.getClass().getName());
		return own ? new ErrorPageHandler(present, clients, pages) : present;
	}

	@Override
	public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException exception) throws IOException, ServletException {
		OAuth2AuthorizationCodeRequestAuthenticationToken token = (exception instanceof OAuth2AuthorizationCodeRequestAuthenticationException ex)
				? ex.getAuthorizationCodeRequestAuthentication() : null;
		boolean redirected = token != null && StringUtils.hasText(token.getRedirectUri());
		Unavailability unavailability = redirected ? null : unavailability(exception, token);
		// whoever asks for an unavailable client is a browser, whatever it accepts
		if (redirected || (unavailability == null && !this.pages.areFor(request))) {
			this.delegate.onAuthenticationFailure(request, response, exception);
			return;
		}
		String clientId = (token != null) ? token.getClientId() : request.getParameter(OAuth2ParameterNames.CLIENT_ID);
		if (unavailability != null) {
			this.pages.explain(cause(unavailability), unavailability.sentence(), clientId, request, response);
		}
		else {
			this.pages.explain(AuthorizationErrors.cause(exception, token != null),
					AuthorizationErrors.reason(exception), clientId, request, response);
		}
	}

	private static Cause cause(Unavailability unavailability) {
		return switch (unavailability) {
			case PENDING -> Cause.PENDING;
			case DISABLED -> Cause.DISABLED;
			case EXPIRED -> Cause.EXPIRED;
			case UNKNOWN -> Cause.UNKNOWN_CLIENT;
		};
	}

	// With a client goes all that it asked for, so that the request itself is what isn't
	// found
	private @Nullable Unavailability unavailability(AuthenticationException exception,
			@Nullable OAuth2AuthorizationCodeRequestAuthenticationToken token) {
		if (exception instanceof ClientUnavailableException unavailable) {
			return unavailable.getReason();
		}
		if (token == null) {
			return null;
		}
		try {
			return (this.clients.findByClientId(token.getClientId()) == null) ? Unavailability.UNKNOWN : null;
		}
		catch (ClientUnavailableException ex) {
			return ex.getReason();
		}
	}

}
