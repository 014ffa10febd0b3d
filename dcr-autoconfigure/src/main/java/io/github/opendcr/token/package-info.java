/**
 * Initial access tokens (RFC 7591 §3). Operators issue and revoke them by
 * {@code InitialAccessTokens}. A registration presents one to {@code admission}, which
 * finds it here, and spends one use in the transaction that writes the client.
 */
@NullMarked
package io.github.opendcr.token;

import org.jspecify.annotations.NullMarked;
