package io.github.opendcr.store;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistration.FormerToken;
import io.github.opendcr.ClientRegistration.TokenRecord;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;

import org.springframework.dao.DuplicateKeyException;

/**
 * Keeps registrations in memory, with the transactions that a row of a table would have:
 * from its first change on, a registration belongs to the transaction until it ends,
 * others that would change it wait, and nobody else sees the change before the commit.
 * Calls outside of any transaction are one each. Safe for use by several threads.
 * <p>
 * A transaction that waits longer than ten seconds for another one fails with a
 * {@link org.springframework.dao.CannotAcquireLockException}.
 *
 * @since 0.1.0
 */
public final class InMemoryClientRegistrationStore implements ClientRegistrationStore {

	private final InMemoryTable<ClientRegistration> registrations;

	/**
	 * The {@code client_id}s of those that end, by when they do.
	 */
	private final InMemoryTimeIndex ends;

	private final InMemoryTransactions transactions;

	/**
	 * Create an empty store.
	 * @param transactions the transactions in which it takes part
	 */
	public InMemoryClientRegistrationStore(InMemoryTransactions transactions) {
		this.registrations = new InMemoryTable<>(transactions);
		this.ends = new InMemoryTimeIndex(transactions);
		this.transactions = transactions;
	}

	/**
	 * {@inheritDoc}
	 * @throws IllegalArgumentException if the {@code client_id} is not 1 to 100 visible
	 * ASCII characters
	 */
	@Override
	public void insert(ClientRegistration registration) {
		StoredKey.requireClientId(registration.clientId());
		this.transactions.step(() -> {
			if (this.registrations.lock(registration.clientId()) != null) {
				throw new DuplicateKeyException("The client_id is taken");
			}
			this.registrations.put(registration.clientId(), inMilliseconds(registration, registration));
			this.ends.add(registration.expiresAt(), registration.clientId());
			return true;
		});
	}

	@Override
	public @Nullable ClientRegistration findByClientId(String clientId) {
		return this.registrations.get(clientId);
	}

	@Override
	public boolean replace(ClientRegistration registration, long expectedVersion) {
		return compareAndSet(registration.clientId(), expectedVersion,
				(current) -> inMilliseconds(current, registration));
	}

	@Override
	public boolean delete(String clientId, long expectedVersion) {
		return compareAndSet(clientId, expectedVersion, (current) -> null);
	}

	private boolean compareAndSet(String clientId, long expectedVersion,
			Function<ClientRegistration, @Nullable ClientRegistration> change) {
		return this.transactions.step(() -> {
			ClientRegistration current = this.registrations.lock(clientId);
			if (current == null || current.version() != expectedVersion) {
				return false;
			}
			ClientRegistration changed = change.apply(current);
			this.registrations.put(clientId, changed);
			if (changed == null) { // neither an update nor another status moves its end
				this.ends.remove(current.expiresAt(), clientId);
			}
			return true;
		});
	}

	@Override
	public List<ClientRegistration> findPage(@Nullable ClientStatus status, @Nullable String after, int limit) {
		if (after != null) {
			StoredKey.requireClientId(after);
		}
		Stream<ClientRegistration> rows = (after != null) ? this.registrations.rowsAfter(after)
				: this.registrations.rows();
		return rows.filter((registration) -> status == null || registration.status() == status).limit(limit).toList();
	}

	Stream<ClientRegistration> all() {
		return this.registrations.rows();
	}

	@Override
	public long count() {
		return this.registrations.rows().count();
	}

	@Override
	public long count(ClientStatus status) {
		return this.registrations.rows().filter((registration) -> registration.status() == status).count();
	}

	@Override
	public Map<LocalDate, Long> countByDay(LocalDate from) {
		return this.registrations.rows()
			.map((registration) -> LocalDate.ofInstant(registration.issuedAt(), ZoneOffset.UTC))
			.filter((day) -> !day.isBefore(from))
			.collect(Collectors.groupingBy((day) -> day, Collectors.counting()));
	}

	@Override
	public List<ClientRegistration> findExpired(Instant now, @Nullable ClientRegistration after, int limit) {
		Stream<String> ended = (after != null && after.expiresAt() != null)
				? this.ends.until(now, after.expiresAt(), after.clientId()) : this.ends.until(now);
		return ended.map(this.registrations::get).filter(Objects::nonNull).limit(limit).toList();
	}

	// What a database would give back; an update doesn't change what a client is
	private static ClientRegistration inMilliseconds(ClientRegistration identity, ClientRegistration registration) {
		return new ClientRegistration(identity.clientId(), identity.registeredClientId(), registration.metadata(),
				inMilliseconds(registration.registrationAccessToken()),
				identity.issuedAt().truncatedTo(ChronoUnit.MILLIS),
				registration.updatedAt().truncatedTo(ChronoUnit.MILLIS),
				identity.registrant().withPolicy(registration.registrant().policy()), identity.issuer(),
				registration.status(), inMilliseconds(identity.expiresAt()), registration.version(),
				registration.asked());
	}

	private static @Nullable TokenRecord inMilliseconds(@Nullable TokenRecord token) {
		return (token != null) ? new TokenRecord(token.hash(), token.scope(), inMilliseconds(token.expiresAt()),
				inMilliseconds(token.former())) : null;
	}

	private static @Nullable FormerToken inMilliseconds(@Nullable FormerToken former) {
		return (former != null)
				? new FormerToken(former.hash(), former.until().truncatedTo(ChronoUnit.MILLIS), former.answer()) : null;
	}

	private static @Nullable Instant inMilliseconds(@Nullable Instant instant) {
		return (instant != null) ? instant.truncatedTo(ChronoUnit.MILLIS) : null;
	}

}
