package io.github.opendcr.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.use.ClientUse;
import io.github.opendcr.use.ClientUseStore;
import io.github.opendcr.use.IdleClient;

/**
 * Keeps in memory when clients were used that {@link InMemoryClientRegistrationStore}
 * keeps. A page is found by a look at all of them. Safe for use by several threads.
 */
final class InMemoryClientUseStore implements ClientUseStore {

	private static final Comparator<IdleClient> ORDER = Comparator.comparing(IdleClient::since)
		.thenComparing(IdleClient::clientId);

	private final Map<String, ClientUse> uses = new ConcurrentHashMap<>();

	private final InMemoryClientRegistrationStore registrations;

	/**
	 * Create an empty store.
	 * @param registrations the clients
	 */
	InMemoryClientUseStore(InMemoryClientRegistrationStore registrations) {
		this.registrations = registrations;
	}

	@Override
	public void save(Map<String, Instant> uses) {
		uses.forEach((clientId, usedAt) -> {
			if (this.registrations.findByClientId(clientId) != null) {
				Instant time = usedAt.truncatedTo(ChronoUnit.MILLIS);
				this.uses.merge(clientId, new ClientUse(clientId, time, time), InMemoryClientUseStore::later);
			}
		});
	}

	private static ClientUse later(ClientUse known, ClientUse use) {
		boolean isNews = !use.lastUsedAt().isBefore(known.lastUsedAt().plus(PRECISION));
		return isNews ? new ClientUse(known.clientId(), known.firstUsedAt(), use.lastUsedAt()) : known;
	}

	@Override
	public Map<String, ClientUse> find(Collection<String> clientIds) {
		Map<String, ClientUse> found = new HashMap<>();
		clientIds.forEach((clientId) -> found.computeIfAbsent(clientId, this.uses::get));
		return found;
	}

	@Override
	public List<IdleClient> findNeverUsed(Instant registeredUntil, @Nullable IdleClient after, int limit) {
		return page(
				this.registrations.all()
					.filter((client) -> !this.uses.containsKey(client.clientId()))
					.map((client) -> new IdleClient(client.clientId(), client.issuedAt())),
				registeredUntil, after, limit);
	}

	@Override
	public List<IdleClient> findUsed(Instant usedUntil, @Nullable IdleClient after, int limit) {
		return page(this.uses.values().stream().map((use) -> new IdleClient(use.clientId(), use.lastUsedAt())),
				usedUntil, after, limit);
	}

	private static List<IdleClient> page(Stream<IdleClient> clients, Instant until, @Nullable IdleClient after,
			int limit) {
		return clients.filter((client) -> !client.since().isAfter(until))
			.filter((client) -> after == null || ORDER.compare(client, after) > 0)
			.sorted(ORDER)
			.limit(limit)
			.toList();
	}

	@Override
	public void remove(String clientId) {
		this.uses.remove(clientId);
	}

}
