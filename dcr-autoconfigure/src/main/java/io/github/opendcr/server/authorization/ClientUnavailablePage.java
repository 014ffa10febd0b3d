package io.github.opendcr.server.authorization;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.PrivateField;
import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.ClientUnavailableException;

import org.springframework.http.HttpHeaders;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2DeviceVerificationEndpointFilter;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.web.util.HtmlUtils;

/**
 * Explains to a user why the client that sent him here can't be used: it is pending,
 * disabled, expired, or no longer there. Spring's own handlers leave that to the
 * application's error page, which most applications show to nobody who isn't logged in,
 * and without the reason. It hooks in around the failure handlers of the filters at the
 * authorization endpoint and for the verification of devices.
 *
 * @param delegate handles everything else
 * @param clients the clients that may be used
 */
record ClientUnavailablePage(AuthenticationFailureHandler delegate,
		RegisteredClientRepository clients) implements AuthenticationFailureHandler {

	private static final String PAGE = """
			<!DOCTYPE html>
			<html lang="en">
			<head>
			<meta charset="utf-8">
			<meta name="viewport" content="width=device-width, initial-scale=1">
			<title>This application can't be used</title>
			</head>
			<body>
			<h1>This application can't be used</h1>
			<p>%s</p>
			</body>
			</html>
			""";

	// A handler of the application's stays as it is, and finds the reason in the error's
	// description
	private static AuthenticationFailureHandler inFrontOf(Object filter, RegisteredClientRepository clients) {
		AuthenticationFailureHandler present = PrivateField.read(filter, "authenticationFailureHandler",
				AuthenticationFailureHandler.class);
		// Spring's own is a method of the filter
		boolean own = present.getClass().getName().startsWith(filter.getClass().getName());
		return own ? new ClientUnavailablePage(present, clients) : present;
	}

	static void addTo(ServerChain chain) {
		RegisteredClientRepository clients = chain.usableClients();
		chain.adapt(OAuth2AuthorizationEndpointFilter.class,
				(filter) -> filter.setAuthenticationFailureHandler(inFrontOf(filter, clients)));
		chain.adapt(OAuth2DeviceVerificationEndpointFilter.class,
				(filter) -> filter.setAuthenticationFailureHandler(inFrontOf(filter, clients)));
	}

	@Override
	public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException exception) throws IOException, ServletException {
		ClientUnavailableException unavailable = unavailable(exception);
		if (unavailable == null) {
			this.delegate.onAuthenticationFailure(request, response, exception);
			return;
		}
		byte[] page = PAGE.formatted(HtmlUtils.htmlEscape(String.valueOf(unavailable.getError().getDescription())))
			.getBytes(StandardCharsets.UTF_8);
		response.setStatus(HttpServletResponse.SC_BAD_REQUEST);
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		response.setHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
		response.setContentType("text/html;charset=UTF-8");
		response.setContentLength(page.length);
		response.getOutputStream().write(page);
	}

	// With a client goes all that it asked for, so that the request itself is what isn't
	// found
	private @Nullable ClientUnavailableException unavailable(AuthenticationException exception) {
		if (exception instanceof ClientUnavailableException unavailable) {
			return unavailable;
		}
		OAuth2AuthorizationCodeRequestAuthenticationToken token = (exception instanceof OAuth2AuthorizationCodeRequestAuthenticationException ex)
				? ex.getAuthorizationCodeRequestAuthentication() : null;
		if (token == null || token.getRedirectUri() != null) {
			return null;
		}
		try {
			return (this.clients.findByClientId(token.getClientId()) == null) ? ClientUnavailableException.unknown()
					: null;
		}
		catch (ClientUnavailableException ex) {
			return ex;
		}
	}

}
