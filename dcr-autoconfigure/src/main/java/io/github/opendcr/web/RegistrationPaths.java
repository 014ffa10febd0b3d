package io.github.opendcr.web;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.function.SingletonSupplier;

/**
 * Where the endpoints are: {@code dcr.path}, one segment below it, and the secret below
 * that, beneath any issuer's path where the server has several. Safe for use by several
 * threads.
 */
final class RegistrationPaths implements RequestMatcher {

	private static final String CLIENT_ID = "client_id";

	private static final String SECRET = "/secret";

	private final String path;

	private final Supplier<RequestMatcher> registration;

	private final @Nullable Supplier<RequestMatcher> configuration;

	private final @Nullable Supplier<RequestMatcher> secret;

	/**
	 * Create the paths.
	 * @param path the path of the client registration endpoint, with a leading slash
	 * @param multipleIssuers whether it is found beneath any path; asked at the first
	 * request
	 * @param management whether there is a client configuration endpoint
	 */
	RegistrationPaths(String path, BooleanSupplier multipleIssuers, boolean management) {
		this.path = path;
		this.registration = matcher(multipleIssuers, path);
		String configuration = path + "/{" + CLIENT_ID + "}";
		this.configuration = management ? matcher(multipleIssuers, configuration) : null;
		this.secret = management ? matcher(multipleIssuers, configuration + SECRET) : null;
	}

	private static Supplier<RequestMatcher> matcher(BooleanSupplier multipleIssuers, String pattern) {
		return SingletonSupplier.of(() -> PathPatternRequestMatcher.withDefaults()
			.matcher((multipleIssuers.getAsBoolean() ? "/**" : "") + pattern));
	}

	@Override
	public boolean matches(HttpServletRequest request) {
		return this.registration.get().matches(request)
				|| (this.configuration != null && this.configuration.get().matches(request)) || isSecret(request);
	}

	/**
	 * Whether a request is for the secret of a client.
	 */
	boolean isSecret(HttpServletRequest request) {
		return this.secret != null && this.secret.get().matches(request);
	}

	/**
	 * Return the {@code client_id} in the URL.
	 * @return the id, or {@code null} at the client registration endpoint
	 */
	@Nullable String clientId(HttpServletRequest request) {
		if (this.configuration == null || this.secret == null || this.registration.get().matches(request)) {
			return null;
		}
		RequestMatcher matcher = isSecret(request) ? this.secret.get() : this.configuration.get();
		return matcher.matcher(request).getVariables().get(CLIENT_ID);
	}

	String pattern(HttpServletRequest request, @Nullable String clientId) {
		return (clientId != null) ? this.path + "/{client_id}" + (isSecret(request) ? SECRET : "") : this.path;
	}

}
