package io.github.opendcr;

/**
 * Published after an initial access token was issued, on the thread of whoever issued it.
 * An exception in a listener is logged and changes nothing.
 *
 * @param token what is known of the token
 * @since 0.1.0
 */
public record InitialAccessTokenIssuedEvent(InitialAccessToken token) {
}
