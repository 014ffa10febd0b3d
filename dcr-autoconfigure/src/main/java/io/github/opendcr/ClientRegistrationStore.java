package io.github.opendcr;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Keeps client registrations. A store is safe for use by several threads and, if it is
 * shared, by several processes: {@link #replace} and {@link #delete} compare and set in
 * one step, so that of several callers who read one version exactly one succeeds.
 * <p>
 * The service calls a store within a transaction where there is one; whatever a store did
 * in a transaction that is rolled back has not happened.
 * <p>
 * A store that can't be reached throws one of Spring's {@code DataAccessException}s that
 * say so, such as {@code DataAccessResourceFailureException}, or lets the exception of a
 * connection or a time-out through: the client is answered 503 then, and comes again. Any
 * other exception is answered 500.
 *
 * @since 0.1.0
 */
public interface ClientRegistrationStore {

	/**
	 * How many registrations the default of {@link #search} looks at for a page.
	 */
	int MOST_LOOKED_AT = 2000;

	/**
	 * Add a registration.
	 * @param registration the registration
	 * @throws org.springframework.dao.DuplicateKeyException if its {@code client_id} is
	 * taken
	 */
	void insert(ClientRegistration registration);

	/**
	 * Find a registration.
	 * @param clientId the {@code client_id}, compared exactly
	 * @return the registration, or {@code null}
	 */
	@Nullable ClientRegistration findByClientId(String clientId);

	/**
	 * Find the registration that a registration access token belongs to: as its current
	 * one or as the one before it, expired or not. This implementation compares what it
	 * has found. A store compares where it keeps them if it can, so that whoever presents
	 * a wrong token isn't told by the time of the answer that there is such a client.
	 * @param clientId the {@code client_id}, compared exactly
	 * @param tokenHash the SHA-256 of the token, base64url without padding
	 * @return the registration, or {@code null} if there is none or the token is none of
	 * its tokens
	 */
	default @Nullable ClientRegistration findByToken(String clientId, String tokenHash) {
		ClientRegistration found = findByClientId(clientId);
		return (found != null && found.hasToken(tokenHash)) ? found : null;
	}

	/**
	 * Replace metadata, token, policy, status, time of update and version, if the stored
	 * version is still the expected one. From the change to the end of the transaction,
	 * others that would replace or delete the same registration wait.
	 * @param registration the new value; found by its {@code client_id}
	 * @param expectedVersion the version that must be stored now
	 * @return whether it was replaced
	 */
	boolean replace(ClientRegistration registration, long expectedVersion);

	/**
	 * Delete a registration, if the stored version is still the expected one. Others wait
	 * as with {@link #replace}.
	 * @param clientId the {@code client_id}
	 * @param expectedVersion the version that must be stored now
	 * @return whether it was deleted
	 */
	boolean delete(String clientId, long expectedVersion);

	/**
	 * Return one page of registrations in the order of their {@code client_id}, whatever
	 * that is in this store.
	 * @param status the status that they have, or {@code null} for any
	 * @param after the {@code client_id} after which the page begins, or {@code null} for
	 * the first page
	 * @param limit how many at most
	 * @return the registrations
	 * @throws IllegalArgumentException if {@code after} can be no {@code client_id}
	 */
	List<ClientRegistration> findPage(@Nullable ClientStatus status, @Nullable String after, int limit);

	/**
	 * Find one page of the registrations that an operator looks for. By default all are
	 * looked at, a few thousand for a page, which may then have fewer than there are.
	 * @param search what is looked for
	 * @param after the {@code next} of the page before, of the same search, or
	 * {@code null} for the first page
	 * @param limit how many at most
	 * @return the page
	 * @throws IllegalArgumentException if {@code after} can't be the {@code next} of a
	 * page
	 */
	default ClientPage search(ClientSearch search, @Nullable String after, int limit) {
		List<ClientRegistration> found = new ArrayList<>();
		String last = after;
		for (int seen = 0; seen < MOST_LOOKED_AT;) {
			List<ClientRegistration> page = findPage(search.status(), last, limit);
			for (ClientRegistration registration : page) {
				last = registration.clientId();
				seen++;
				if (search.matches(registration)) {
					found.add(registration);
				}
				if (found.size() == limit) {
					return new ClientPage(found, last);
				}
			}
			if (page.size() < limit) {
				return new ClientPage(found, null);
			}
		}
		return new ClientPage(found, last);
	}

	/**
	 * Find those of some clients that are looked for. This implementation finds them one
	 * by one.
	 * @param search what is looked for
	 * @param clientIds the {@code client_id}s of the clients, a thousand at most
	 * @return the registrations, in any order
	 */
	default List<ClientRegistration> findAll(ClientSearch search, Collection<String> clientIds) {
		List<ClientRegistration> found = new ArrayList<>();
		for (String clientId : clientIds) {
			ClientRegistration registration = findByClientId(clientId);
			if (registration != null && search.matches(registration)) {
				found.add(registration);
			}
		}
		return found;
	}

	/**
	 * Count all registrations, which may take as long as their number asks for.
	 * @return the number
	 */
	long count();

	/**
	 * Count the registrations with one status, which is asked for those that few have.
	 * This implementation reads them page by page.
	 * @param status the status
	 * @return the number
	 */
	default long count(ClientStatus status) {
		long count = 0;
		String last = null;
		List<ClientRegistration> page;
		do {
			page = findPage(status, last, 1000);
			count += page.size();
			last = page.isEmpty() ? null : page.get(page.size() - 1).clientId();
		}
		while (last != null && page.size() == 1000);
		return count;
	}

	/**
	 * Count the registrations that there are by the day on which they were made. This
	 * implementation reads all registrations page by page.
	 * @param from the first day
	 * @return the numbers by the day in UTC, without the days that have none
	 */
	default Map<LocalDate, Long> countByDay(LocalDate from) {
		Map<LocalDate, Long> counts = new HashMap<>();
		String last = null;
		List<ClientRegistration> page;
		do {
			page = findPage(null, last, 1000);
			for (ClientRegistration registration : page) {
				last = registration.clientId();
				LocalDate day = LocalDate.ofInstant(registration.issuedAt(), ZoneOffset.UTC);
				if (!day.isBefore(from)) {
					counts.merge(day, 1L, Long::sum);
				}
			}
		}
		while (page.size() == 1000);
		return counts;
	}

	/**
	 * Return one page of the registrations that have come to their end, the oldest end
	 * first.
	 * @param now the time
	 * @param after the last one of the page before, whether it is still there or not, or
	 * {@code null} for the first page
	 * @param limit how many at most
	 * @return the registrations
	 */
	List<ClientRegistration> findExpired(Instant now, @Nullable ClientRegistration after, int limit);

}
