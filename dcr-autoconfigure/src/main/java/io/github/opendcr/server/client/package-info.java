/**
 * What the server has of a client that registered itself: the marks in its settings
 * ({@code DynamicClients}), what it requires of itself ({@code ClientRequirements}), its
 * former secrets, and why it may not be used ({@code ClientUnavailableException}). The
 * other seams look here and nowhere else.
 */
@NullMarked
package io.github.opendcr.server.client;

import org.jspecify.annotations.NullMarked;
