package io.github.opendcr;

import org.jspecify.annotations.Nullable;

/**
 * Published after an initial access token was revoked, on the thread of whoever revoked
 * it. An exception in a listener is logged and changes nothing.
 *
 * @param token the token as it was last seen
 * @param revokedBy the name of whoever revoked it, or {@code null} if unknown
 * @since 0.1.0
 */
public record InitialAccessTokenRevokedEvent(InitialAccessToken token, @Nullable String revokedBy) {
}
