package io.github.opendcr;

import org.jspecify.annotations.Nullable;

/**
 * What became of a client. Published after the transaction committed, on the thread that
 * did so. An exception in a listener is logged and changes nothing. Listen to one of the
 * kinds, or to this type for all of them.
 *
 * @since 0.1.0
 */
public sealed interface ClientEvent {

	/**
	 * The registration after what happened to it.
	 * @return the registration, as it was last if the client is deleted
	 */
	ClientRegistration registration();

	/**
	 * A client was registered.
	 *
	 * @param registration the new registration
	 * @since 0.1.0
	 */
	record Registered(ClientRegistration registration) implements ClientEvent {
	}

	/**
	 * A client changed its metadata.
	 *
	 * @param previous the registration before the update
	 * @param registration the registration after it
	 * @since 0.1.0
	 */
	record Updated(ClientRegistration previous, ClientRegistration registration) implements ClientEvent {
	}

	/**
	 * A client got a new secret, by a request that changed nothing else.
	 *
	 * @param previous the registration before
	 * @param registration the registration after it
	 * @since 0.1.0
	 */
	record SecretRotated(ClientRegistration previous, ClientRegistration registration) implements ClientEvent {
	}

	/**
	 * A client that existed was given a registration.
	 *
	 * @param registration the new registration
	 * @param by the name of whoever was authenticated on the thread, or {@code null} if
	 * nobody was
	 * @param reason why, or {@code null} if nobody said
	 * @since 0.1.0
	 */
	record Adopted(ClientRegistration registration, @Nullable String by,
			@Nullable String reason) implements ClientEvent {
	}

	/**
	 * A client was approved, disabled or activated again.
	 *
	 * @param previous the registration before the change
	 * @param registration the registration after it
	 * @param by the name of whoever was authenticated on the thread, or {@code null} if
	 * nobody was
	 * @param reason why, or {@code null} if nobody said
	 * @since 0.1.0
	 */
	record StatusChanged(ClientRegistration previous, ClientRegistration registration, @Nullable String by,
			@Nullable String reason) implements ClientEvent {
	}

	/**
	 * A client was deprovisioned, by itself, by an operator or at its end.
	 *
	 * @param registration the registration as it was last
	 * @param reason why, or {@code null} if nobody said
	 * @since 0.1.0
	 */
	record Deleted(ClientRegistration registration, @Nullable String reason) implements ClientEvent {

		/**
		 * Create an event.
		 * @param registration the registration as it was last
		 */
		public Deleted(ClientRegistration registration) {
			this(registration, null);
		}

	}

}
