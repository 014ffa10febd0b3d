package io.github.opendcr.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Where the endpoints are: {@code dcr.path} and one segment below it, beneath any
 * issuer's path where the server has several. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class RegistrationPaths implements RequestMatcher {

	private static final String CLIENT_ID = "client_id";

	private final String path;

	private final RequestMatcher registration;

	private final @Nullable RequestMatcher configuration;

	/**
	 * Create the paths.
	 * @param path the path of the client registration endpoint, with a leading slash
	 * @param multipleIssuers whether it is found beneath any path
	 * @param management whether there is a client configuration endpoint
	 */
	public RegistrationPaths(String path, boolean multipleIssuers, boolean management) {
		this.path = path;
		String pattern = (multipleIssuers ? "/**" : "") + path;
		this.registration = PathPatternRequestMatcher.withDefaults().matcher(pattern);
		this.configuration = management
				? PathPatternRequestMatcher.withDefaults().matcher(pattern + "/{" + CLIENT_ID + "}") : null;
	}

	@Override
	public boolean matches(HttpServletRequest request) {
		return this.registration.matches(request)
				|| (this.configuration != null && this.configuration.matches(request));
	}

	/**
	 * Return the {@code client_id} in the URL.
	 * @return the id, or {@code null} at the client registration endpoint
	 */
	@Nullable String clientId(HttpServletRequest request) {
		return (this.configuration != null && !this.registration.matches(request))
				? this.configuration.matcher(request).getVariables().get(CLIENT_ID) : null;
	}

	String pattern(@Nullable String clientId) {
		return (clientId != null) ? this.path + "/{client_id}" : this.path;
	}

}
