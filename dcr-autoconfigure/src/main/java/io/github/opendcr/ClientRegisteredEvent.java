package io.github.opendcr;

/**
 * Published after a client was registered and its transaction committed, on the thread of
 * the request. An exception in a listener is logged and changes nothing.
 *
 * @param registration the new registration
 * @since 0.1.0
 */
public record ClientRegisteredEvent(ClientRegistration registration) {
}
