package io.github.opendcr.server.chain;

import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.util.matcher.AndRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * What one authorization server uses.
 *
 * @param repository the repository that the application chose
 * @param authorizationService keeps authorizations
 * @param authorizationConsentService keeps consents
 * @param settings the endpoints and the issuer
 * @param idTokenKeys the keys that sign ID tokens
 * @param endpoints what it answers
 */
record ServerParts(RegisteredClientRepository repository, OAuth2AuthorizationService authorizationService,
		OAuth2AuthorizationConsentService authorizationConsentService, AuthorizationServerSettings settings,
		IdTokenKeys idTokenKeys, RequestMatcher endpoints) {

	/**
	 * Match what scripts need of what it answers: without OpenID Connect, the path of the
	 * UserInfo endpoint is the application's.
	 */
	RequestMatcher forScripts() {
		return new AndRequestMatcher(Endpoints.forScripts(this.settings), this.endpoints);
	}

}
