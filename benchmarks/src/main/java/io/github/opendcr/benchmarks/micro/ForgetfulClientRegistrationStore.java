package io.github.opendcr.benchmarks.micro;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;

/**
 * Keeps the last registration only, at the cost of one assignment: what is measured is
 * what comes before a store.
 */
class ForgetfulClientRegistrationStore implements ClientRegistrationStore {

	private volatile @Nullable ClientRegistration last;

	@Override
	public void insert(ClientRegistration registration) {
		this.last = registration;
	}

	@Override
	public @Nullable ClientRegistration findByClientId(String clientId) {
		ClientRegistration registration = this.last;
		return (registration != null && registration.clientId().equals(clientId)) ? registration : null;
	}

	@Override
	public boolean replace(ClientRegistration registration, long expectedVersion) {
		throw new UnsupportedOperationException();
	}

	@Override
	public boolean delete(String clientId, long expectedVersion) {
		throw new UnsupportedOperationException();
	}

	@Override
	public List<ClientRegistration> findPage(@Nullable ClientStatus status, @Nullable String after, int limit) {
		return List.of();
	}

	@Override
	public long count() {
		return 0;
	}

	@Override
	public List<ClientRegistration> findExpired(Instant now, @Nullable ClientRegistration after, int limit) {
		return List.of();
	}

}
