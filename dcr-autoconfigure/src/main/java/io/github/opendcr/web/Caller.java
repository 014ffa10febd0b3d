package io.github.opendcr.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.RegistrationRequest;
import io.github.opendcr.server.BearerTokens;

import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.context.SecurityContextRepository;

/**
 * Whoever asks to register a client: looked up when a permission wants to know, and not
 * before.
 */
final class Caller implements RegistrationRequest {

	private static final AuthenticationTrustResolver trustResolver = new AuthenticationTrustResolverImpl();

	private final HttpServletRequest request;

	private final BearerTokens bearerTokens;

	private final SecurityContextRepository sessions;

	private boolean lookedUp;

	private @Nullable Authentication authentication;

	private @Nullable RegistrationException badToken;

	private @Nullable Registrant registrant;

	Caller(HttpServletRequest request, BearerTokens bearerTokens, SecurityContextRepository sessions) {
		this.request = request;
		this.bearerTokens = bearerTokens;
		this.sessions = sessions;
	}

	@Override
	public @Nullable Authentication getAuthentication() {
		if (!this.lookedUp) {
			this.lookedUp = true;
			this.authentication = lookUp();
		}
		return this.authentication;
	}

	/**
	 * Return why the bearer token that was presented is no good, which is the better
	 * answer than that nobody is authenticated (RFC 7591 §3, RFC 6750 §3.1).
	 */
	@Nullable RegistrationException badToken() {
		return this.badToken;
	}

	@Override
	public @Nullable String getBearerToken() {
		return BearerToken.of(this.request);
	}

	@Override
	public HttpServletRequest getHttpRequest() {
		return this.request;
	}

	@Override
	public Registrant getRegistrant() {
		if (this.registrant != null) {
			return this.registrant;
		}
		return Registrant.named((this.authentication != null) ? this.authentication.getName() : null);
	}

	@Override
	public void admitAs(Registrant registrant) {
		this.registrant = registrant;
	}

	private @Nullable Authentication lookUp() {
		try {
			Authentication holder = this.bearerTokens.authenticate(this.request);
			return (holder != null) ? holder : sessionUser();
		}
		catch (RegistrationException ex) {
			this.badToken = ex;
			return null;
		}
	}

	private @Nullable Authentication sessionUser() {
		Authentication user = this.sessions.loadDeferredContext(this.request).get().getAuthentication();
		return trustResolver.isAuthenticated(user) ? user : null;
	}

}
