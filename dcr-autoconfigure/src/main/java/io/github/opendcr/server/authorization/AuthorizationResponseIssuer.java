package io.github.opendcr.server.authorization;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.PrivateField;
import io.github.opendcr.server.chain.ServerChain;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationException;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationEndpointFilter;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.authentication.AuthenticationSuccessHandler;
import org.springframework.web.util.UriUtils;

/**
 * Adds {@code iss} to authorization responses, whoever writes them: the handlers that
 * were there redirect the browser to the client, and the issuer is put at the end of the
 * address. Anything else that they do stays as it is. It hooks in around both handlers of
 * the filter at the authorization endpoint.
 *
 * @param success answers with a code
 * @param failure answers with an error
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9207.html#section-2">RFC 9207 §2</a>
 */
record AuthorizationResponseIssuer(AuthenticationSuccessHandler success,
		AuthenticationFailureHandler failure) implements AuthenticationSuccessHandler, AuthenticationFailureHandler {

	private static final Pattern RESPONSE = Pattern.compile("[?&#](?:code|error)=");

	private static final Pattern ISSUER = Pattern.compile("[?&#]iss=");

	static void addTo(ServerChain chain) {
		chain.adapt(OAuth2AuthorizationEndpointFilter.class, (filter) -> {
			AuthorizationResponseIssuer issuer = new AuthorizationResponseIssuer(
					PrivateField.read(filter, "authenticationSuccessHandler", AuthenticationSuccessHandler.class),
					PrivateField.read(filter, "authenticationFailureHandler", AuthenticationFailureHandler.class));
			filter.setAuthenticationSuccessHandler(issuer);
			filter.setAuthenticationFailureHandler(issuer);
		});
	}

	@Override
	public void onAuthenticationSuccess(HttpServletRequest request, HttpServletResponse response,
			Authentication authentication) throws IOException, ServletException {
		this.success.onAuthenticationSuccess(request, wrap(request, response, authentication), authentication);
	}

	@Override
	public void onAuthenticationFailure(HttpServletRequest request, HttpServletResponse response,
			AuthenticationException exception) throws IOException, ServletException {
		OAuth2AuthorizationCodeRequestAuthenticationToken authentication = (exception instanceof OAuth2AuthorizationCodeRequestAuthenticationException ex)
				? ex.getAuthorizationCodeRequestAuthentication() : null;
		if (authentication != null && authentication.getAuthorizationCode() != null) {
			// it was answered before
			onAuthenticationSuccess(request, response, authentication);
			return;
		}
		this.failure.onAuthenticationFailure(request, wrap(request, response, authentication), exception);
	}

	private static HttpServletResponse wrap(HttpServletRequest request, HttpServletResponse response,
			@Nullable Authentication authentication) {
		String redirectUri = (authentication instanceof OAuth2AuthorizationCodeRequestAuthenticationToken token)
				? token.getRedirectUri() : null;
		return (redirectUri != null) ? new ClientRedirectResponse(request, response, redirectUri,
				(location) -> withIssuer(location, redirectUri)) : response;
	}

	private static String withIssuer(String location, String redirectUri) {
		String parameters = location.substring(redirectUri.length());
		if (!RESPONSE.matcher(parameters).find() || ISSUER.matcher(parameters).find()) {
			return location;
		}
		String issuer = AuthorizationServerContextHolder.getContext().getIssuer();
		return location + "&iss=" + UriUtils.encode(issuer, StandardCharsets.UTF_8);
	}

}
