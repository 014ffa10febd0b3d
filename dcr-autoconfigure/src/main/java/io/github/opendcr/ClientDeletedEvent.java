package io.github.opendcr;

/**
 * Published after a client was deprovisioned, by itself, by an operator or at its end,
 * and the transaction committed, on the thread that did so. An exception in a listener is
 * logged and changes nothing.
 *
 * @param registration the registration as it was last
 * @since 0.1.0
 */
public record ClientDeletedEvent(ClientRegistration registration) {
}
