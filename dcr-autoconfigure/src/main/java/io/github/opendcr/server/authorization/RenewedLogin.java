package io.github.opendcr.server.authorization;

import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

/**
 * Remembers in the session which login wasn't enough for which request, so that any other
 * login is a new one when the browser comes back with the same request. No clocks are
 * compared. There is one place for it, as there is one for the request to which Spring
 * returns after a login.
 */
final class RenewedLogin {

	// With this prefix Spring takes it along into a new session, as it does that request
	private static final String ATTRIBUTE = "SPRING_SECURITY_DCR_LOGIN_DEMANDED";

	private RenewedLogin() {
	}

	static void demand(HttpSession session, AuthenticationRequest request, String login) {
		session.setAttribute(ATTRIBUTE, login + ' ' + request.identity());
	}

	/**
	 * Return the login that wasn't enough for the request.
	 * @return the login, or {@code null} if no new one was demanded
	 */
	static @Nullable String insufficient(HttpSession session, AuthenticationRequest request) {
		if (!(session.getAttribute(ATTRIBUTE) instanceof String demanded)) {
			return null;
		}
		int login = demanded.indexOf(' ');
		return demanded.substring(login + 1).equals(request.identity()) ? demanded.substring(0, login) : null;
	}

	static void satisfied(HttpSession session) {
		session.removeAttribute(ATTRIBUTE);
	}

}
