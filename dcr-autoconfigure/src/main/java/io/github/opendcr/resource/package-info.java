/**
 * The resources that tokens are for (RFC 8707): which there are for a client
 * ({@code ProtectedResources}), and how they are written ({@code ResourceUri}).
 * {@code server.resource} asks when a client names one, and when a token is issued.
 */
@NullMarked
package io.github.opendcr.resource;

import org.jspecify.annotations.NullMarked;
