package io.github.opendcr.token;

import org.jspecify.annotations.Nullable;

/**
 * What became of an initial access token. Published on the thread of whoever did it. An
 * exception in a listener is logged and changes nothing.
 *
 * @since 0.1.0
 */
public sealed interface InitialAccessTokenEvent {

	/**
	 * The token.
	 * @return what is known of the token
	 */
	InitialAccessToken token();

	/**
	 * A token was issued.
	 *
	 * @param token what is known of the token
	 * @since 0.1.0
	 */
	record Issued(InitialAccessToken token) implements InitialAccessTokenEvent {
	}

	/**
	 * A token was revoked.
	 *
	 * @param token the token as it was last seen
	 * @param revokedBy the name of whoever revoked it, or {@code null} if unknown
	 * @since 0.1.0
	 */
	record Revoked(InitialAccessToken token, @Nullable String revokedBy) implements InitialAccessTokenEvent {
	}

}
