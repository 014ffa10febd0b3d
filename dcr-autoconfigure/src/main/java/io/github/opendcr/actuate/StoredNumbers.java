package io.github.opendcr.actuate;

import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientStatus;
import io.github.opendcr.lifecycle.ClientDirectory;
import io.github.opendcr.quota.ClientQuotas;

/**
 * How many clients there are, and how full the quotas are.
 *
 * @param clients by status
 * @param quotas by name
 */
record StoredNumbers(Map<ClientStatus, Long> clients, Map<String, ClientQuotas.Fill> quotas) {

	/**
	 * Count.
	 * @param directory counts the clients
	 * @param quotas how many there may be, or {@code null} for any number
	 */
	static StoredNumbers read(ClientDirectory directory, @Nullable ClientQuotas quotas) {
		return new StoredNumbers(directory.countByStatus(), (quotas != null) ? quotas.fill() : Map.of());
	}

	ClientQuotas.Fill quota(String name) {
		return Objects.requireNonNull(this.quotas.get(name));
	}

}
