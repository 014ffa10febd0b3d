package io.github.opendcr.server.discovery;

import java.util.Objects;
import java.util.function.Supplier;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.AuthorizationServerServices;

import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContext;
import org.springframework.security.oauth2.server.authorization.context.AuthorizationServerContextHolder;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.util.UrlUtils;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Tells with which issuer a request to the registration endpoint or a client
 * configuration endpoint speaks, as Spring does for its own endpoints: the configured
 * one, otherwise the server's own URL, followed by the path before the endpoint's where
 * several issuers are allowed. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class IssuerContexts {

	/**
	 * Below the registration endpoint: the client, and what is the client's.
	 */
	private static final int SEGMENTS_BELOW = 2;

	private final String path;

	private final AuthorizationServerServices services;

	// nearly always the next request has the same
	private volatile Issuer last = new Issuer("", null, "", "");

	/**
	 * Create an instance.
	 * @param path the path of the registration endpoint
	 * @param services the authorization servers; the settings of the first one count
	 */
	public IssuerContexts(String path, AuthorizationServerServices services) {
		this.path = path;
		this.services = services;
	}

	/**
	 * Open the issuer's context on the current thread: the repositories and services of
	 * an application that has several issuers ask
	 * {@link AuthorizationServerContextHolder} for it.
	 * @param request the request
	 * @return the context, to be closed on the same thread
	 * @throws IllegalStateException if there is no authorization server
	 */
	public Scope open(HttpServletRequest request) {
		AuthorizationServerSettings settings = this.services.getSettings();
		String configured = settings.getIssuer();
		Issuer issuer = (configured != null) ? issuer(configured, null) : issuer(urlOfServer(request),
				settings.isMultipleIssuersAllowed() ? pathOfIssuer(request) : request.getContextPath());
		return new Scope(this.services, new IssuerContext(issuer.url(), settings), issuer.registrationEndpoint());
	}

	/**
	 * Do something in the context of an issuer, for which repositories of an application
	 * with several issuers ask.
	 * @param issuer the issuer's URL, or {@code null} for no context
	 * @param action what to do
	 * @param <T> what it returns
	 * @return what it returned
	 * @throws IllegalStateException if there is no authorization server
	 */
	@SuppressWarnings("try") // the scope is opened to be closed
	public <T extends @Nullable Object> T within(@Nullable String issuer, Supplier<T> action) {
		if (issuer == null) {
			return action.get();
		}
		try (Scope scope = new Scope(this.services, new IssuerContext(issuer, this.services.getSettings()),
				Discovery.endpoint(issuer, this.path))) {
			return action.get();
		}
	}

	/**
	 * Return the issuer of the current request, where the server has several; the others'
	 * clients are strangers then.
	 * @return the issuer's URL, or {@code null} if the server has one
	 */
	public static @Nullable String current() {
		AuthorizationServerContext context = AuthorizationServerContextHolder.getContext();
		return (context != null && context.getAuthorizationServerSettings().isMultipleIssuersAllowed())
				? context.getIssuer() : null;
	}

	private Issuer issuer(String base, @Nullable String path) {
		Issuer issuer = this.last;
		if (!issuer.base().equals(base) || !Objects.equals(issuer.path(), path)) {
			String url = (path != null) ? withPath(base, path) : base;
			issuer = new Issuer(base, path, url, Discovery.endpoint(url, this.path));
			this.last = issuer;
		}
		return issuer;
	}

	private static String urlOfServer(HttpServletRequest request) {
		return UrlUtils.buildFullRequestUrl(request.getScheme(), request.getServerName(), request.getServerPort(), "",
				null);
	}

	private static String withPath(String server, String path) {
		return UriComponentsBuilder.fromUriString(server)
			.replacePath(path)
			.replaceQuery(null)
			.fragment(null)
			.build()
			.toUriString();
	}

	// What is no registration path, because it is written with escapes that needn't be
	// there, names no issuer but the server itself
	private String pathOfIssuer(HttpServletRequest request) {
		String uri = request.getRequestURI();
		for (int below = 0; below <= SEGMENTS_BELOW && uri != null; below++) {
			if (uri.endsWith(this.path)) {
				return uri.substring(0, uri.length() - this.path.length());
			}
			int last = uri.lastIndexOf('/');
			uri = (last > 0) ? uri.substring(0, last) : null;
		}
		return request.getContextPath();
	}

	/**
	 * The context of an issuer, open on one thread until it is closed.
	 *
	 * @since 0.1.0
	 */
	public static final class Scope implements AutoCloseable {

		private final AuthorizationServerServices services;

		private final @Nullable AuthorizationServerContext previous;

		private final AuthorizationServerContext context;

		private final String registrationEndpoint;

		private Scope(AuthorizationServerServices services, AuthorizationServerContext context,
				String registrationEndpoint) {
			this.services = services;
			this.previous = AuthorizationServerContextHolder.getContext();
			this.context = context;
			this.registrationEndpoint = registrationEndpoint;
			AuthorizationServerContextHolder.setContext(context);
		}

		/**
		 * Return the issuer.
		 * @return the issuer's URL
		 */
		public String getIssuer() {
			return this.context.getIssuer();
		}

		/**
		 * Return the URL of the registration endpoint, as discovery shows it.
		 * @return the URL
		 */
		public String getRegistrationEndpoint() {
			return this.registrationEndpoint;
		}

		/**
		 * Whether there seems to be no such issuer: of several, one without any key. What
		 * a repository throws for it says nothing of the server.
		 * @return {@code false} if that can't be told, too
		 */
		public boolean isUnknown() {
			return this.services.isIssuerWithoutKeys();
		}

		/**
		 * Put back the context that was there before.
		 */
		@Override
		public void close() {
			if (this.previous != null) {
				AuthorizationServerContextHolder.setContext(this.previous);
			}
			else {
				AuthorizationServerContextHolder.resetContext();
			}
		}

	}

	/**
	 * An issuer as the settings name it, or as a request does.
	 *
	 * @param base the issuer, or the URL of the server
	 * @param path the path behind it, or {@code null} if it belongs to the base
	 */
	private record Issuer(String base, @Nullable String path, String url, String registrationEndpoint) {
	}

	private record IssuerContext(String issuer,
			AuthorizationServerSettings authorizationServerSettings) implements AuthorizationServerContext {

		@Override
		public String getIssuer() {
			return this.issuer;
		}

		@Override
		public AuthorizationServerSettings getAuthorizationServerSettings() {
			return this.authorizationServerSettings;
		}

	}

}
