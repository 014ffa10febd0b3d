package io.github.opendcr.web;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.RegistrationRequest;
import io.github.opendcr.server.token.BearerTokens;

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
		this.request = new CheckedParameters(request);
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
	 * Refuse a bearer token that was looked up and is no good, unless a permission knew
	 * it: that is a better answer than that nobody is authenticated (RFC 7591 §3, RFC
	 * 6750 §3.1), and whoever expects the terms of a token must not silently get others.
	 */
	void checkToken() {
		if (this.badToken != null && this.registrant == null) {
			throw this.badToken;
		}
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
			Authentication holder = this.bearerTokens.authenticate(BearerToken.of(this.request));
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
