package io.github.opendcr.server;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.web.util.UriUtils;

/**
 * Adds {@code iss} to authorization responses, whoever writes them: the handlers that
 * were there redirect the browser to the client, and the issuer is put at the end of the
 * address. Anything else that they do stays as it is.
 *
 * @param success answers with a code
 * @param failure answers with an error
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9207.html#section-2">RFC 9207 §2</a>
 */
record AuthorizationResponseIssuer(AuthenticationSuccessHandler success,
		AuthenticationFailureHandler failure) implements AuthenticationSuccessHandler, AuthenticationFailureHandler {

	private static final Pattern RESPONSE = Pattern.compile("[?&#](?:code|error)=");

	private static final Pattern ISSUER = Pattern.compile("[?&#]iss=");

	@Override
	public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response,
			Authentication authentication) throws IOException, ServletException {
		this.success.onAuthenticationSuccess(request, wrap(response, authentication), authentication);
	}

	@Override
	public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException exception) throws IOException, ServletException {
		Authentication authentication = (exception instanceof OAuth2AuthorizationCodeRequestAuthenticationException ex)
				? ex.getAuthorizationCodeRequestAuthentication() : null;
		this.failure.onAuthenticationFailure(request, wrap(response, authentication), exception);
	}

	private static HttpServletResponse wrap(HttpServletResponse response, @Nullable Authentication authentication) {
		String redirectUri = (authentication instanceof OAuth2AuthorizationCodeRequestAuthenticationToken token)
				? token.getRedirectUri() : null;
		return (redirectUri != null) ? new Response(response, redirectUri) : response;
	}

	private static String withIssuer(String location, String redirectUri) {
		if (!location.startsWith(redirectUri)) {
			return location; // not to the client
		}
		String parameters = location.substring(redirectUri.length());
		if (!RESPONSE.matcher(parameters).find() || ISSUER.matcher(parameters).find()) {
			return location;
		}
		String issuer = AuthorizationServerContextHolder.getContext().getIssuer();
		return location + "&iss=" + UriUtils.encode(issuer, StandardCharsets.UTF_8);
	}

	private static final class Response extends HttpServletResponseWrapper {

		private final String redirectUri;

		private Response(HttpServletResponse response, String redirectUri) {
			super(response);
			this.redirectUri = redirectUri;
		}

		@Override
		public void sendRedirect(String location) throws IOException {
			super.sendRedirect(withIssuer(location, this.redirectUri));
		}

		@Override
		public void sendRedirect(String location, int status) throws IOException {
			super.sendRedirect(withIssuer(location, this.redirectUri), status);
		}

		@Override
		public void sendRedirect(String location, boolean clearBuffer) throws IOException {
			super.sendRedirect(withIssuer(location, this.redirectUri), clearBuffer);
		}

		@Override
		public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
			super.sendRedirect(withIssuer(location, this.redirectUri), status, clearBuffer);
		}

		@Override
		public void setHeader(String name, String value) {
			// How DefaultRedirectStrategy redirects with another status than 302
			boolean redirect = HttpHeaders.LOCATION.equalsIgnoreCase(name);
			super.setHeader(name, redirect ? withIssuer(value, this.redirectUri) : value);
		}

	}

}
