package io.github.opendcr.actuate;

import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.quota.ClientQuotas;

/**
 * How many clients there are, and how full the quotas are.
 *
 * @param clients by status
 * @param quotas by name
 */
record StoredNumbers(Map<ClientStatus, Long> clients, Map<String, ClientQuotas.Fill> quotas) {

	/**
	 * Count. All are counted once, since active is what nearly all are, which no index
	 * helps to find; the others are few, and found by one.
	 * @param store where the clients are
	 * @param quotas how many there may be, or {@code null} for any number
	 */
	static StoredNumbers read(ClientRegistrationStore store, @Nullable ClientQuotas quotas) {
		long pending = store.count(ClientStatus.PENDING);
		long disabled = store.count(ClientStatus.DISABLED);
		long active = Math.max(0, store.count() - pending - disabled);
		return new StoredNumbers(
				Map.of(ClientStatus.PENDING, pending, ClientStatus.ACTIVE, active, ClientStatus.DISABLED, disabled),
				(quotas != null) ? quotas.fill() : Map.of());
	}

	ClientQuotas.Fill quota(String name) {
		return Objects.requireNonNull(this.quotas.get(name));
	}

}
