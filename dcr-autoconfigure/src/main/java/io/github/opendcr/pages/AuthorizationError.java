package io.github.opendcr.pages;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Why an authorization ends where it is.
 *
 * @param cause what kind of reason it is
 * @param code by which an operator finds the reason in the audit log, or {@code null} if
 * there is no line of it: too many were written in this minute, or nothing is wrong
 * @param locale the language of the page
 * @since 0.1.0
 */
public record AuthorizationError(Cause cause, @Nullable String code, Locale locale) {

	/**
	 * What kind of reason it is.
	 *
	 * @since 0.1.0
	 */
	public enum Cause {

		/**
		 * The client waits for an operator's approval.
		 */
		PENDING,

		/**
		 * An operator disabled the client.
		 */
		DISABLED,

		/**
		 * The registration of the client has expired.
		 */
		EXPIRED,

		/**
		 * There is no such client.
		 */
		UNKNOWN_CLIENT,

		/**
		 * The redirection URI isn't one of the client.
		 */
		REDIRECT_URI,

		/**
		 * Nothing waits for the user: the request was answered, has expired, or is
		 * another user's.
		 */
		NOT_WAITING,

		/**
		 * The user refused a device, which nobody is redirected to.
		 */
		DENIED,

		/**
		 * The request can't be understood.
		 */
		INVALID_REQUEST,

		/**
		 * The server can't reach what it needs, for a while.
		 */
		SERVER_UNAVAILABLE

	}

}
