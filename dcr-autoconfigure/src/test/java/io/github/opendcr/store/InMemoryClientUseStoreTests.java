package io.github.opendcr.store;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.use.ClientUseStore;

/**
 * Tests for {@link InMemoryClientUseStore}.
 */
class InMemoryClientUseStoreTests extends ClientUseStoreContract {

	private final InMemoryClientRegistrationStore registrations = new InMemoryClientRegistrationStore(
			new InMemoryTransactions());

	private final InMemoryClientUseStore store = new InMemoryClientUseStore(this.registrations);

	@Override
	protected ClientUseStore store() {
		return this.store;
	}

	@Override
	protected ClientRegistrationStore registrations() {
		return this.registrations;
	}

}
