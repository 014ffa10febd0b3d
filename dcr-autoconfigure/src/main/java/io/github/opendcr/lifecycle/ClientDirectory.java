package io.github.opendcr.lifecycle;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientPage;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientSearch;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.OperatorAction;
import io.github.opendcr.OperatorActionStore;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.registration.MemberOrigins;
import io.github.opendcr.registration.OperatorRecords;
import io.github.opendcr.registration.RegistrationEvents;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.ClientStorage.StoredClient;
import io.github.opendcr.use.ClientUse;
import io.github.opendcr.use.ClientUseStore;
import io.github.opendcr.use.UsePeriod;

/**
 * What operators can know of the clients that registered themselves: which there are,
 * when they were used, what was granted to them and what was done with them. It has
 * nothing of their credentials. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class ClientDirectory {

	private static final int MOST_ACTIONS = 1000;

	private final ClientRegistrationStore registrations;

	private final ClientStorage storage;

	private final ClientTraces traces;

	private final OperatorRecords records;

	private final MemberOrigins origins;

	private final ClientNumbers numbers;

	/**
	 * Create a directory.
	 * @param registrations where registrations are looked up
	 * @param storage where clients live
	 * @param uses when clients were used, or {@code null} if nothing notes that
	 * @param actions what operators did, or {@code null} if nothing keeps that
	 * @param policies the policies as they are now
	 * @param events where exports are told
	 * @param clock what time it is
	 */
	public ClientDirectory(ClientRegistrationStore registrations, ClientStorage storage, @Nullable ClientUseStore uses,
			@Nullable OperatorActionStore actions, RegistrationPolicies policies, RegistrationEvents events,
			Clock clock) {
		this.registrations = registrations;
		this.storage = storage;
		this.traces = new ClientTraces(uses, actions);
		this.records = new OperatorRecords(actions, events, clock);
		this.origins = new MemberOrigins(policies);
		this.numbers = new ClientNumbers(registrations, ClientDirectory::aside, clock);
	}

	private static void aside(Runnable task) {
		Thread thread = new Thread(task, "dcr-count");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Find a page of clients.
	 * @param search what is looked for
	 * @param after the {@code next} of the page before, of the same search, or
	 * {@code null} for the first page
	 * @param limit how many at most, positive
	 * @return the page
	 * @throws IllegalArgumentException if {@code after} can't be the {@code next} of a
	 * page, or {@code limit} isn't positive
	 */
	public ClientPage search(ClientSearch search, @Nullable String after, int limit) {
		if (limit < 1) {
			throw new IllegalArgumentException("The limit of a page must be positive");
		}
		return this.registrations.search(search, after, limit);
	}

	/**
	 * Find a page of clients by when they were used last, those first that nobody has
	 * used for the longest time.
	 * @param search what is looked for
	 * @param period when they were used last
	 * @param after as with {@link #search(ClientSearch, String, int)}
	 * @param limit as with {@link #search(ClientSearch, String, int)}
	 * @return the page
	 * @throws IllegalArgumentException as with {@link #search(ClientSearch, String, int)}
	 * @throws UnsupportedOperationException if nothing notes when clients are used
	 */
	public ClientPage search(ClientSearch search, UsePeriod period, @Nullable String after, int limit) {
		if (limit < 1) {
			throw new IllegalArgumentException("The limit of a page must be positive");
		}
		return new IdleSearch(this.registrations, this.traces.requiredUses(), search, period).page(after, limit);
	}

	/**
	 * Count the clients by their status. Where there are very many, the number of all is
	 * that of a minute ago, or the last one that somebody asked for within the hour.
	 * @return a number for each status
	 */
	public Map<ClientStatus, Long> countByStatus() {
		return this.numbers.byStatus();
	}

	/**
	 * Count the clients that there still are by the day on which they were registered.
	 * Where those are very many, the numbers may be as old as those of
	 * {@link #countByStatus()}.
	 * @param days how many days, of which today is the last, 366 at most
	 * @return a number for each day in UTC, the first day first
	 * @throws IllegalArgumentException if there can't be so many days
	 */
	public SortedMap<LocalDate, Long> registrationsByDay(int days) {
		return this.numbers.byDay(days);
	}

	/**
	 * Find out when clients were used.
	 * @param clientIds the {@code client_id}s
	 * @return the uses by {@code client_id}, without those that were never used
	 */
	public Map<String, ClientUse> uses(Collection<String> clientIds) {
		ClientUseStore known = this.traces.uses();
		return (known != null) ? known.find(clientIds) : Map.of();
	}

	/**
	 * Return what operators did with a client.
	 * @param clientId the {@code client_id}, perhaps of one that is gone
	 * @return the actions, the latest first, a thousand at most
	 */
	public List<OperatorAction> actions(String clientId) {
		OperatorActionStore kept = this.traces.actions();
		return (kept != null) ? kept.find(clientId, MOST_ACTIONS) : List.of();
	}

	/**
	 * Read out all that is kept of a client, which is kept as an action itself.
	 * @param clientId the {@code client_id}, perhaps of one that is gone
	 * @param reason why, or {@code null} if nobody says
	 * @return all that is kept of it, or {@code null} if that is nothing
	 * @throws IllegalArgumentException if the reason can't be kept
	 */
	public @Nullable ClientRecord export(String clientId, @Nullable String reason) {
		OperatorAction export = this.records.action(clientId, OperatorAction.Kind.EXPORTED, reason);
		ClientRecord kept = find(clientId);
		if (kept != null) {
			this.storage.inTransaction(() -> this.records.keep(export));
			this.records.tell(export);
		}
		return kept;
	}

	/**
	 * Find all that is kept of a client.
	 * @param clientId the {@code client_id}, perhaps of one that is gone
	 * @return all that is kept of it, or {@code null} if that is nothing
	 */
	public @Nullable ClientRecord find(String clientId) {
		StoredClient client = this.storage.find(clientId);
		List<OperatorAction> done = actions(clientId);
		if (client == null) {
			return done.isEmpty() ? null : new ClientRecord(clientId, null, null, Map.of(), done, Map.of());
		}
		return new ClientRecord(clientId, client.registration(), uses(List.of(clientId)).get(clientId),
				(client.client() != null) ? this.storage.removal().countGrants(client.client()) : Map.of(), done,
				this.origins.of(client.registration()));
	}

}
