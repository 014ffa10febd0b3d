package io.github.opendcr.server.chain;

import java.time.Clock;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.client.ClientUnavailableException;
import io.github.opendcr.server.client.DynamicClients;
import io.github.opendcr.server.client.FormerSecrets;
import io.github.opendcr.server.client.LookUps;
import io.github.opendcr.server.client.Unavailability;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * The repository as the server's own filters see it. A dynamic client that is pending,
 * disabled or expired makes them fail with {@code invalid_client}, whatever they look it
 * up for. They save a dynamic client for one reason, to encode its secret anew while it
 * authenticates; that save is an upsert, and brings a client back that was deleted in the
 * meantime. A {@code client_id} with a character that PostgreSQL can't compare is
 * nobody's, and one of a dynamic client is compared exactly. A client that may use former
 * secrets has a secret that stands for them all.
 *
 * @param delegate the repository that the application chose
 * @param clock what time it is
 */
record GuardedClientRepository(RegisteredClientRepository delegate, Clock clock) implements RegisteredClientRepository {

	@Override
	public void save(RegisteredClient registeredClient) {
		if (!DynamicClients.isDynamic(registeredClient)) {
			this.delegate.save(registeredClient);
		}
	}

	@Override
	public @Nullable RegisteredClient findById(String id) {
		return available(this.delegate.findById(id));
	}

	@Override
	public @Nullable RegisteredClient findByClientId(String clientId) {
		RegisteredClient client = LookUps.canFind(clientId) ? this.delegate.findByClientId(clientId) : null;
		return (client != null && isTwin(client, clientId)) ? null : available(client);
	}

	// By the usual collations of MariaDB and MySQL, ABC is found for abc
	private static boolean isTwin(RegisteredClient client, String clientId) {
		return DynamicClients.isDynamic(client) && !client.getClientId().equals(clientId);
	}

	private @Nullable RegisteredClient available(@Nullable RegisteredClient client) {
		if (client == null) {
			return null;
		}
		Instant now = this.clock.instant();
		Unavailability reason = DynamicClients.unavailability(client, now);
		if (reason != null) {
			throw new ClientUnavailableException(reason);
		}
		return FormerSecrets.accepted(DynamicClients.withTokensThatEndWithIt(client, now), now);
	}

}
