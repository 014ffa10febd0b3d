package io.github.opendcr.server.token;

import io.github.opendcr.server.client.DynamicClients;
import io.github.opendcr.server.client.RegisteredRedirects;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.endpoint.OAuth2AuthorizationRequest;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.util.StringUtils;

/**
 * A code that is about to be sent to a client. Spring compares the redirection URI with
 * those of the client where the request comes in, and a user may look at the consent page
 * for long: meanwhile the client's document, or the client itself, may have withdrawn the
 * URI, maybe since somebody else has it now.
 */
final class IssuedCode {

	private IssuedCode() {
	}

	/**
	 * Whether a code may go where it is about to be sent.
	 * @param next the authorization with the code
	 * @param client the client as it is now
	 * @return {@code true} if there is no code that wasn't redeemed, or if the client
	 * isn't a dynamic one
	 */
	static boolean mayGo(OAuth2Authorization next, RegisteredClient client) {
		OAuth2AuthorizationRequest request = next.getAttribute(OAuth2AuthorizationRequest.class.getName());
		if (next.getToken(OAuth2AuthorizationCode.class) == null || next.getAccessToken() != null || request == null
				|| !DynamicClients.isDynamic(client)) {
			return true;
		}
		// without one in the request, Spring takes the client's own as it is now
		return client.getAuthorizationGrantTypes().contains(AuthorizationGrantType.AUTHORIZATION_CODE)
				&& (!StringUtils.hasText(request.getRedirectUri())
						|| RegisteredRedirects.contain(client, request.getRedirectUri()));
	}

}
