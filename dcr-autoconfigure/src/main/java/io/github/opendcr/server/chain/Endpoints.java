package io.github.opendcr.server.chain;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpMethod;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Matches the endpoints of an authorization server as its own filters do: with several
 * issuers, each endpoint comes after the path of an issuer.
 */
final class Endpoints {

	private static final String OAUTH2_METADATA = "/.well-known/oauth-authorization-server";

	private static final String OIDC_METADATA = "/.well-known/openid-configuration";

	private Endpoints() {
	}

	static RequestMatcher matcher(AuthorizationServerSettings settings, @Nullable HttpMethod method, String path) {
		return pattern(method, settings.isMultipleIssuersAllowed() ? "/**" + path : path);
	}

	/**
	 * Match what a script in a browser needs: to discover, to push an authorization
	 * request, to get tokens, to revoke them and to check them, and to learn who logged
	 * in.
	 * @param settings the settings of the authorization server
	 * @return the matcher of actual requests
	 */
	static RequestMatcher forScripts(AuthorizationServerSettings settings) {
		// OpenID Connect Core §5.3: GET and POST
		RequestMatcher userInfo = matcher(settings, null, settings.getOidcUserInfoEndpoint());
		return new OrRequestMatcher(documents(settings),
				matcher(settings, HttpMethod.POST, settings.getTokenEndpoint()),
				matcher(settings, HttpMethod.POST, settings.getPushedAuthorizationRequestEndpoint()),
				matcher(settings, HttpMethod.POST, settings.getTokenRevocationEndpoint()), userInfo);
	}

	/**
	 * Match what anyone may read.
	 * @param settings the settings of the authorization server
	 * @return the matcher
	 */
	static RequestMatcher documents(AuthorizationServerSettings settings) {
		HttpMethod get = HttpMethod.GET;
		return new OrRequestMatcher(
				// RFC 8414 §3.1: the issuer's path comes last here, and first in OpenID's
				pattern(get, settings.isMultipleIssuersAllowed() ? OAUTH2_METADATA + "/**" : OAUTH2_METADATA),
				matcher(settings, get, OIDC_METADATA), matcher(settings, get, settings.getJwkSetEndpoint()));
	}

	private static RequestMatcher pattern(@Nullable HttpMethod method, String pattern) {
		return PathPatternRequestMatcher.withDefaults().matcher(method, pattern);
	}

}
