/**
 * How dynamic clients authenticate, and what those that can't are told. Requests enter at
 * converters and providers around Spring's: the registered method counts and no other,
 * assertions and certificates are judged by the registration as it is now
 * ({@code DynamicClientAuthentication}), and a client that may not be used is refused
 * ({@code ClientGate}).
 */
@NullMarked
package io.github.opendcr.server.authentication;

import org.jspecify.annotations.NullMarked;
