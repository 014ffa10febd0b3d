package io.github.opendcr;

import org.jspecify.annotations.Nullable;

/**
 * Published after a client was approved, disabled or activated again and the transaction
 * committed, on the thread that did so. An exception in a listener is logged and changes
 * nothing.
 *
 * @param previous the registration before the change
 * @param registration the registration after it
 * @param by the name of whoever was authenticated on the thread, or {@code null} if
 * nobody was
 * @since 0.1.0
 */
public record ClientStatusChangedEvent(ClientRegistration previous, ClientRegistration registration,
		@Nullable String by) {
}
