package io.github.opendcr.audit;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.web.Operation;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.context.request.RequestContextHolder;

/**
 * On whose behalf something is done.
 *
 * @since 0.1.0
 */
public enum Actor {

	/**
	 * The client itself, or whoever registers it.
	 */
	CLIENT,

	/**
	 * A person or a program with the rights of an operator.
	 */
	OPERATOR,

	/**
	 * The server by itself, such as the reaper.
	 */
	SERVER;

	/**
	 * Return who acts on the thread.
	 * @return the client within a request to the registration endpoints, an operator
	 * within any other request or if anybody is authenticated, otherwise the server
	 */
	public static Actor current() {
		if (Operation.current() != null) {
			return CLIENT;
		}
		boolean somebody = RequestContextHolder.getRequestAttributes() != null
				|| SecurityContextHolder.getContext().getAuthentication() != null;
		return somebody ? OPERATOR : SERVER;
	}

	/**
	 * Return the name of whoever is authenticated on the thread.
	 */
	static @Nullable String principal() {
		Authentication authentication = SecurityContextHolder.getContext().getAuthentication();
		return (authentication != null) ? authentication.getName() : null;
	}

	/**
	 * Return the name as metrics and logs have it.
	 * @return the name in lower case
	 */
	public String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
