package io.github.opendcr.server.authorization;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.EndpointFilter;
import io.github.opendcr.server.chain.ServerChain;
import io.github.opendcr.server.token.LoginTime;

import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.core.OAuth2AuthenticationException;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.authentication.AuthenticationFailureHandler;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Gives dynamic clients the login that their requests demand: none where no page may be
 * shown, a new one where the user's is too old. It comes after the request was validated
 * and the user recognized, and before the application sends him to its login page: Spring
 * looks at {@code prompt} behind that page only, and never at {@code max_age}. It hooks
 * in as a filter right in front of the one that authorizes requests.
 *
 * @see <a href=
 * "https://openid.net/specs/openid-connect-core-1_0.html#Authenticates">OpenID Connect
 * Core 1.0 §3.1.2.3</a>
 */
final class LoginRequirementFilter extends EndpointFilter {

	private static final String UNKNOWN = "unknown";

	private final AuthenticationRequests requests;

	private final AuthenticationFailureHandler failureHandler;

	private final Clock clock;

	LoginRequirementFilter(RequestMatcher authorizationEndpoint, AuthenticationRequests requests,
			AuthenticationFailureHandler failureHandler, Clock clock) {
		super(authorizationEndpoint);
		this.requests = requests;
		this.failureHandler = failureHandler;
		this.clock = clock;
	}

	static void addTo(ServerChain chain, Clock clock) {
		AuthenticationRequests requests = new AuthenticationRequests(chain.usableClients(),
				new PushedRequests(chain.get(OAuth2AuthorizationService.class)));
		RequestMatcher endpoint = chain.endpoints(null, AuthorizationServerSettings::getAuthorizationEndpoint);
		AuthorizationRefusal.addFilter(chain,
				(failureHandler) -> new LoginRequirementFilter(endpoint, requests, failureHandler, clock));
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		AuthenticationRequest read;
		try {
			read = read(request, CurrentUser.get());
		}
		catch (OAuth2AuthenticationException ex) {
			this.failureHandler.onAuthenticationFailure(request, response, ex);
			return;
		}
		if (read == null || !read.demand().silent()) {
			chain.doFilter(request, response);
			return;
		}
		try {
			chain.doFilter(request, response);
		}
		catch (AccessDeniedException | AuthenticationException ex) { // a page would come
			this.failureHandler.onAuthenticationFailure(request, response,
					read.loginRequired("The user is not logged in"));
		}
	}

	private @Nullable AuthenticationRequest read(HttpServletRequest request, Authentication user) {
		AuthenticationRequest read = this.requests.read(request, user);
		Instant loginTime = LoginTime.of(user);
		if (read != null && !read.demand().isMetBy(loginTime, this.clock.instant())) {
			if (read.demand().silent()) {
				throw read.loginRequired("The user's login is too old");
			}
			demandLogin(read, request, user, (loginTime != null) ? loginTime.toString() : UNKNOWN);
		}
		return read;
	}

	private static void demandLogin(AuthenticationRequest read, HttpServletRequest request, Authentication user,
			String login) {
		if (user instanceof AnonymousAuthenticationToken) { // will log in anyway
			RenewedLogin.demand(request.getSession(), read, "none");
			return;
		}
		String insufficient = RenewedLogin.insufficient(request.getSession(), read);
		if (insufficient != null && !insufficient.equals(login)) {
			RenewedLogin.satisfied(request.getSession());
			return;
		}
		if (UNKNOWN.equals(insufficient)) {
			throw read.loginRequired("The server can't tell when the user logged in");
		}
		RenewedLogin.demand(request.getSession(), read, login);
		// Spring keeps the request and sends the user to the application's login page
		throw new InsufficientAuthenticationException("The client demands a new login");
	}

}
