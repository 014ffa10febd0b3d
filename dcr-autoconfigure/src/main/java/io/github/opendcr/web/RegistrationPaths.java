package io.github.opendcr.web;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.util.function.SingletonSupplier;

/**
 * Where the endpoints are: {@code dcr.path} and one segment below it, beneath any
 * issuer's path where the server has several. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class RegistrationPaths implements RequestMatcher {

	private static final String CLIENT_ID = "client_id";

	private final String path;

	private final Supplier<RequestMatcher> registration;

	private final @Nullable Supplier<RequestMatcher> configuration;

	/**
	 * Create the paths.
	 * @param path the path of the client registration endpoint, with a leading slash
	 * @param multipleIssuers whether it is found beneath any path; asked at the first
	 * request
	 * @param management whether there is a client configuration endpoint
	 */
	public RegistrationPaths(String path, BooleanSupplier multipleIssuers, boolean management) {
		this.path = path;
		this.registration = matcher(multipleIssuers, path);
		this.configuration = management ? matcher(multipleIssuers, path + "/{" + CLIENT_ID + "}") : null;
	}

	private static Supplier<RequestMatcher> matcher(BooleanSupplier multipleIssuers, String pattern) {
		return SingletonSupplier.of(() -> PathPatternRequestMatcher.withDefaults()
			.matcher((multipleIssuers.getAsBoolean() ? "/**" : "") + pattern));
	}

	@Override
	public boolean matches(HttpServletRequest request) {
		return this.registration.get().matches(request)
				|| (this.configuration != null && this.configuration.get().matches(request));
	}

	/**
	 * Return the {@code client_id} in the URL.
	 * @return the id, or {@code null} at the client registration endpoint
	 */
	@Nullable String clientId(HttpServletRequest request) {
		return (this.configuration != null && !this.registration.get().matches(request))
				? this.configuration.get().matcher(request).getVariables().get(CLIENT_ID) : null;
	}

	String pattern(@Nullable String clientId) {
		return (clientId != null) ? this.path + "/{client_id}" : this.path;
	}

}
