package io.github.opendcr.lifecycle;

import java.time.Clock;
import java.time.Instant;
import java.util.List;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.ClientStorage.StoredClient;
import io.github.opendcr.use.ClientUse;
import io.github.opendcr.use.ClientUseStore;

/**
 * Clients that nobody uses: active ones that weren't used for some time, and have been
 * granted nothing that still counts.
 *
 * @param storage where clients live
 * @param uses when they were used
 * @param clock what time it is
 */
record UnusedClients(ClientStorage storage, ClientUseStore uses, Clock clock) {

	/**
	 * Whether a client is one of them.
	 */
	boolean contain(String clientId, Instant since) {
		StoredClient client = this.storage.find(clientId);
		return client != null && isIdle(client.registration(), since) && !isInUse(client, since);
	}

	/**
	 * Delete a client that is one of them. Of one that somebody else changes meanwhile,
	 * that is a sign of life.
	 * @param found the client as it was found
	 * @return whether it was deleted
	 */
	boolean delete(ClientRegistration found, Instant since) {
		if (!isIdle(found, since)) {
			return false;
		}
		StoredClient client = this.storage.find(found.clientId());
		return client != null && client.registration().version() == found.version()
				&& this.storage.removal().deleteUnless(client, () -> isInUse(client, since));
	}

	// What is known of documents has an end of its own
	private static boolean isIdle(ClientRegistration registration, Instant since) {
		return registration.status() == ClientStatus.ACTIVE && !registration.isOfDocument()
				&& !registration.updatedAt().isAfter(since);
	}

	private boolean isInUse(StoredClient client, Instant since) {
		String clientId = client.registration().clientId();
		ClientUse use = this.uses.find(List.of(clientId)).get(clientId);
		return (use != null && use.lastUsedAt().isAfter(since))
				|| (client.client() != null && this.storage.removal().hasGrants(client.client(), this.clock.instant()));
	}

}
