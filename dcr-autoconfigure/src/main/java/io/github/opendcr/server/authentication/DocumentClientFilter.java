package io.github.opendcr.server.authentication;

import java.io.IOException;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.EndpointFilter;
import io.github.opendcr.server.chain.ErrorAnswer;
import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.client.ClientUnavailableException;
import io.github.opendcr.server.client.DocumentResolution;
import io.github.opendcr.server.client.DocumentResolution.Caller;
import io.github.opendcr.server.client.DocumentResolution.Standing;

import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.security.oauth2.core.OAuth2Error;
import org.springframework.security.oauth2.core.OAuth2ErrorCodes;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.authentication.preauth.AbstractPreAuthenticatedProcessingFilter;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Stands where clients start something without a user: pushed authorization requests,
 * device authorization and tokens. Whoever shows an assertion that may be the client's
 * makes the server look at the client's document; a public client must be known.
 */
final class DocumentClientFilter extends EndpointFilter {

	/**
	 * What goes on with something at the token endpoint: that the client was let in was
	 * settled when it started. Elsewhere the parameter means nothing, and everything
	 * starts.
	 */
	private static final List<String> CONTINUING = List.of("authorization_code", "refresh_token",
			"urn:ietf:params:oauth:grant-type:device_code");

	private final Supplier<? extends DocumentResolution> resolution;

	private final RequestMatcher tokenEndpoint;

	private final Clock clock;

	private DocumentClientFilter(Supplier<? extends DocumentResolution> resolution, RequestMatcher endpoints,
			RequestMatcher tokenEndpoint, Clock clock) {
		super(endpoints);
		this.resolution = resolution;
		this.tokenEndpoint = tokenEndpoint;
		this.clock = clock;
	}

	static void addTo(ServerChain chain, Supplier<? extends DocumentResolution> resolution, Clock clock) {
		RequestMatcher endpoints = chain.endpoints(HttpMethod.POST, AuthorizationServerSettings::getTokenEndpoint,
				AuthorizationServerSettings::getPushedAuthorizationRequestEndpoint,
				AuthorizationServerSettings::getDeviceAuthorizationEndpoint);
		RequestMatcher tokens = chain.endpoints(HttpMethod.POST, AuthorizationServerSettings::getTokenEndpoint);
		// behind what knows the issuer, before what authenticates clients
		chain.http()
			.addFilterBefore(new DocumentClientFilter(resolution, endpoints, tokens, clock),
					AbstractPreAuthenticatedProcessingFilter.class);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		ClientAssertionClaims assertion = ClientAssertionClaims.of(request);
		String clientId = clientId(request, assertion);
		if (clientId == null || goesOn(request)) {
			chain.doFilter(request, response);
			return;
		}
		try {
			resolve(request, clientId, assertion);
		}
		catch (ClientUnavailableException ex) {
			ErrorAnswer.write(response, HttpStatus.UNAUTHORIZED, new OAuth2Error(OAuth2ErrorCodes.INVALID_CLIENT));
			return;
		}
		chain.doFilter(request, response);
	}

	private boolean goesOn(HttpServletRequest request) {
		return CONTINUING.contains(String.valueOf(request.getParameter(OAuth2ParameterNames.GRANT_TYPE)))
				&& this.tokenEndpoint.matches(request);
	}

	private void resolve(HttpServletRequest request, String clientId, @Nullable ClientAssertionClaims assertion) {
		DocumentResolution documents = this.resolution.get();
		Standing standing = documents.standing(clientId);
		if (standing == Standing.OTHER) {
			return;
		}
		if (standing != Standing.READY) {
			if (assertion != null && assertion.mayBeOf(clientId, this.clock.instant())) {
				documents.resolve(clientId, new Caller(request.getRemoteAddr(), false));
			}
			else if (standing == Standing.UNKNOWN) {
				throw documents.refuse(clientId);
			}
		}
		documents.starts(clientId);
	}

	// No client with a document has a secret that it could send in a header
	private static @Nullable String clientId(HttpServletRequest request, @Nullable ClientAssertionClaims assertion) {
		String[] values = request.getParameterValues(OAuth2ParameterNames.CLIENT_ID);
		if (values != null && Arrays.stream(values).anyMatch((value) -> !value.isEmpty())) {
			return (values.length == 1) ? values[0] : null;
		}
		return (assertion != null) ? assertion.subject() : null; // RFC 7521 §4.2
	}

}
