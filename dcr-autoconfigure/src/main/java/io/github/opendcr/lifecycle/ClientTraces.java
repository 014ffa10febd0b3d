package io.github.opendcr.lifecycle;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.OperatorActionStore;
import io.github.opendcr.use.ClientUseStore;

/**
 * What is kept of clients beside their registrations.
 *
 * @param uses when they were used, or {@code null} if nothing notes that
 * @param actions what operators did with them, or {@code null} if nothing keeps that
 */
record ClientTraces(@Nullable ClientUseStore uses, @Nullable OperatorActionStore actions) {

	/**
	 * Return where it is noted when clients were used.
	 * @throws UnsupportedOperationException if that is nowhere
	 */
	ClientUseStore requiredUses() {
		if (this.uses == null) {
			throw new UnsupportedOperationException("Nothing notes when clients are used: add a bean of type "
					+ ClientUseStore.class.getName() + " beside the application's ClientRegistrationStore.");
		}
		return this.uses;
	}

	/**
	 * Forget all of a client.
	 * @return whether something of it was kept that outlives it
	 */
	boolean removeAll(String clientId) {
		if (this.uses != null) {
			this.uses.remove(clientId);
		}
		return this.actions != null && this.actions.removeAll(clientId) > 0;
	}

}
