/**
 * What the server has of a client that registered itself: the marks in its settings.
 */
@NullMarked
package io.github.opendcr.server.client;

import org.jspecify.annotations.NullMarked;
