package io.github.opendcr;

/**
 * Published after a client was updated and the transaction committed, on the thread of
 * the request. An exception in a listener is logged and changes nothing.
 *
 * @param previous the registration before the update
 * @param registration the registration after it
 * @since 0.1.0
 */
public record ClientUpdatedEvent(ClientRegistration previous, ClientRegistration registration) {
}
