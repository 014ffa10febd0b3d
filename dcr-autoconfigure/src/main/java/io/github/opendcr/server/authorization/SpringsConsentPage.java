package io.github.opendcr.server.authorization;

import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.consent.ConsentModel;

import org.springframework.security.core.Authentication;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationConsentAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2DeviceAuthorizationConsentAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.web.OAuth2AuthorizationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2DeviceVerificationEndpointFilter;

/**
 * The page on which Spring asks for consent where no other is set. Its filters show it
 * when whatever authenticates a request answers that consent is missing; here that is
 * known.
 *
 * @param clientId the client that asks
 * @param user the user who is logged in
 * @param state the state with which it waits
 * @param scopes the scopes that it asks for
 * @param granted what was granted to it before
 */
record SpringsConsentPage(String clientId, Authentication user, String state, Set<String> scopes, Set<String> granted) {

	// Wherever it is asked
	private static final String ANYWHERE = "/**";

	SpringsConsentPage(String clientId, Authentication user, String state, Set<String> scopes,
			@Nullable ConsentModel consent) {
		this(clientId, user, state, scopes, granted(consent));
	}

	private static Set<String> granted(@Nullable ConsentModel consent) {
		return (consent != null)
				? consent.getGrantedScopes().stream().map(ConsentModel.Scope::value).collect(Collectors.toSet())
				: Set.of();
	}

	void show(@Nullable String userCode, HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		if (userCode != null) {
			showToDevice(userCode, request, response);
		}
		else {
			showToClient(request, response);
		}
	}

	private void showToClient(HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		String uri = request.getRequestURL().toString();
		OAuth2AuthorizationEndpointFilter filter = new OAuth2AuthorizationEndpointFilter(
				(any) -> new OAuth2AuthorizationConsentAuthenticationToken(uri, this.clientId, this.user, this.state,
						this.granted, Map.of(OAuth2ParameterNames.SCOPE, this.scopes)),
				ANYWHERE);
		filter.setAuthenticationConverter((any) -> new OAuth2AuthorizationCodeRequestAuthenticationToken(uri,
				this.clientId, this.user, null, null, this.scopes, null));
		filter.doFilter(request, response, (rest, answer) -> {
		});
	}

	private void showToDevice(String userCode, HttpServletRequest request, HttpServletResponse response)
			throws ServletException, IOException {
		OAuth2DeviceVerificationEndpointFilter filter = new OAuth2DeviceVerificationEndpointFilter(
				(any) -> new OAuth2DeviceAuthorizationConsentAuthenticationToken(request.getRequestURL().toString(),
						this.clientId, this.user, userCode, this.state, this.scopes, this.granted),
				ANYWHERE);
		filter.doFilter(request, response, (rest, answer) -> {
		});
	}

}
