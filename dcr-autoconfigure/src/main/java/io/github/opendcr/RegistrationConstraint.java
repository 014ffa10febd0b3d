package io.github.opendcr;

/**
 * Takes part in the transaction in which a client is registered, updated or deleted:
 * whatever it writes to the same database is committed with the client or not at all. All
 * beans are called in their order, after the quotas and before the client and its
 * registration are written, so that locks are taken in one order. Safe for use by several
 * threads.
 * <p>
 * An action may be tried again after a conflict with another transaction; a constraint
 * should do nothing that a rollback doesn't undo.
 *
 * @since 0.1.0
 */
public interface RegistrationConstraint {

	/**
	 * Whether a registration is of any concern to this constraint; it isn't called for
	 * others. A registration that concerns no constraint is written without a transaction
	 * where one statement does it.
	 * @param registration the registration; at an update the one before and the one after
	 * are asked for, and one that is of concern is enough
	 * @return {@code true} by default
	 */
	default boolean concerns(ClientRegistration registration) {
		return true;
	}

	/**
	 * Allow a client to be registered.
	 * @param registration the registration that will be inserted
	 * @throws RegistrationException if it is refused; nothing is changed then
	 */
	default void onRegister(ClientRegistration registration) {
	}

	/**
	 * Allow a client to be updated.
	 * @param before the registration as it was when the request came
	 * @param after the registration as it will be
	 * @throws RegistrationException if it is refused; nothing is changed then
	 */
	default void onUpdate(ClientRegistration before, ClientRegistration after) {
	}

	/**
	 * Learn that a client is being deleted.
	 * @param registration the registration that will be deleted
	 */
	default void onDelete(ClientRegistration registration) {
	}

}
