package io.github.opendcr;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What an operator did with a client: kept with the change itself, in one transaction,
 * and for as long as nobody erases it, so also after the client is gone.
 *
 * @param clientId the {@code client_id}
 * @param kind what was done
 * @param by the name of whoever was authenticated on the thread, or {@code null} if
 * nobody was
 * @param reason why, in the operator's words, or {@code null} if nobody said
 * @param at when
 * @since 0.1.0
 */
public record OperatorAction(String clientId, Kind kind, @Nullable String by, @Nullable String reason, Instant at) {

	private static final int LONGEST_REASON = 1000;

	/**
	 * Create an action.
	 * @throws IllegalArgumentException if the reason is longer than 1000 characters or
	 * has control characters other than line breaks; the message says so
	 */
	public OperatorAction {
		if (reason != null && (reason.length() > LONGEST_REASON || reason.chars()
			.anyMatch((character) -> Character.isISOControl(character) && character != '\n' && character != '\r'))) {
			throw new IllegalArgumentException("reason must have no more than " + LONGEST_REASON
					+ " characters, and no control characters but line breaks");
		}
	}

	/**
	 * What an operator does with clients.
	 *
	 * @since 0.1.0
	 */
	public enum Kind {

		/**
		 * A client that was pending may be used.
		 */
		APPROVED,

		/**
		 * A client that was pending was deleted.
		 */
		REJECTED,

		/**
		 * A client may not be used any more.
		 */
		DISABLED,

		/**
		 * A client that was disabled may be used again.
		 */
		ENABLED,

		/**
		 * A client was deleted.
		 */
		DELETED,

		/**
		 * A client got another registration access token, and the one that it had is
		 * void.
		 */
		TOKEN_REISSUED,

		/**
		 * A client's registration access token was made void.
		 */
		TOKEN_REVOKED,

		/**
		 * A client that existed before got a registration.
		 */
		ADOPTED,

		/**
		 * All that is kept of a client was read out.
		 */
		EXPORTED,

		/**
		 * All that is kept of a client was deleted. This is told, and not kept.
		 */
		ERASED,

		/**
		 * The URL of a client's document was denied, whether there was a client or not.
		 */
		DENIED,

		/**
		 * The URL of a client's document is no longer denied.
		 */
		PERMITTED

	}

}
