/**
 * Client keys: what a client may register of them, and which ones it has now.
 * {@code registration} checks them with {@code ClientKeys} when a client registers,
 * {@code server.authentication} asks it for a key at each request that the client signs.
 */
@NullMarked
package io.github.opendcr.keys;

import org.jspecify.annotations.NullMarked;
