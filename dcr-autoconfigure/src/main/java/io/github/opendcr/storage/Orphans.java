package io.github.opendcr.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.server.chain.SpringJdbc;
import io.github.opendcr.server.client.DynamicClients;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Clients of which one half is there without the other, as an application leaves them
 * that removes clients by itself, or a database that was restored without the other one.
 * A client that is being written at that moment may be among them.
 *
 * @param registrations the {@code client_id}s of registrations whose client is gone
 * @param clients the {@code client_id}s of clients whose registration is gone; of a
 * repository that isn't Spring's, which can't be listed, none
 * @since 0.1.0
 */
public record Orphans(List<String> registrations, List<String> clients) {

	private static final int PAGE_SIZE = 1000;

	/**
	 * Create a value.
	 */
	public Orphans {
		registrations = List.copyOf(registrations);
		clients = List.copyOf(clients);
	}

	static Orphans of(TwoPlaces places, int limit) {
		Orphans rows = SpringJdbc.PRESENT ? JdbcOrphans.of(places, limit) : null;
		return (rows != null) ? rows : new Orphans(registrations(places, limit),
				clients(places.registrations(), places.rows().all(), limit));
	}

	// One by one: there is no other way to ask a repository
	private static List<String> registrations(TwoPlaces places, int limit) {
		List<String> orphans = new ArrayList<>();
		String last = null;
		List<ClientRegistration> page;
		do {
			page = places.registrations().findPage(null, last, PAGE_SIZE);
			for (ClientRegistration registration : page) {
				last = registration.clientId();
				if (places.findClient(registration) == null) {
					orphans.add(last);
				}
			}
		}
		while (page.size() == PAGE_SIZE && orphans.size() < limit);
		return orphans.subList(0, Math.min(limit, orphans.size()));
	}

	private static List<String> clients(ClientRegistrationStore registrations,
			@Nullable Collection<RegisteredClient> clients, int limit) {
		return Objects.requireNonNullElse(clients, List.<RegisteredClient>of())
			.stream()
			.filter(DynamicClients::isDynamic)
			.map(RegisteredClient::getClientId)
			.filter((clientId) -> registrations.findByClientId(clientId) == null)
			.limit(limit)
			.toList();
	}

}
