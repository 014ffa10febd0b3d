package io.github.opendcr.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
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
			this.registrations.put(registration.clientId(), inMilliseconds(registration));
			this.ends.add(registration.expiresAt(), registration.clientId());
			return true;
		});
	}

	@Override
	public @Nullable ClientRegistration findByClientId(String clientId) {
		return this.registrations.get(clientId);
	}

	@Override
	public boolean replace(ClientRegistration registration, String expectedTokenHash) {
		return compareAndSet(registration.clientId(),
				(current) -> expectedTokenHash.equals(current.tokenHash()) && registration.status() == current.status(),
				(current) -> inMilliseconds(current.updated(registration.metadata(),
						registration.registrationAccessToken(), registration.updatedAt())));
	}

	@Override
	public boolean changeStatus(ClientRegistration registration, ClientStatus expected) {
		return compareAndSet(registration.clientId(), (current) -> current.status() == expected,
				(current) -> inMilliseconds(current.withStatus(registration.status(), registration.updatedAt())));
	}

	@Override
	public boolean delete(String clientId, String expectedTokenHash) {
		return compareAndSet(clientId, (current) -> expectedTokenHash.equals(current.tokenHash()), (current) -> null);
	}

	@Override
	public boolean delete(String clientId) {
		return compareAndSet(clientId, (current) -> true, (current) -> null);
	}

	private boolean compareAndSet(String clientId, Predicate<ClientRegistration> expected,
			Function<ClientRegistration, @Nullable ClientRegistration> change) {
		return this.transactions.step(() -> {
			ClientRegistration current = this.registrations.lock(clientId);
			if (current == null || !expected.test(current)) {
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

	@Override
	public long count() {
		return this.registrations.rows().count();
	}

	@Override
	public List<ClientRegistration> findExpired(Instant now, int limit) {
		return this.ends.until(now).map(this.registrations::get).filter(Objects::nonNull).limit(limit).toList();
	}

	// What a database would give back
	private static ClientRegistration inMilliseconds(ClientRegistration registration) {
		TokenRecord token = registration.registrationAccessToken();
		return new ClientRegistration(registration.clientId(), registration.registeredClientId(),
				registration.metadata(),
				(token != null) ? new TokenRecord(token.hash(), token.scope(), inMilliseconds(token.expiresAt()))
						: null,
				registration.issuedAt().truncatedTo(ChronoUnit.MILLIS),
				registration.updatedAt().truncatedTo(ChronoUnit.MILLIS), registration.registrant(),
				registration.issuer(), registration.status(), inMilliseconds(registration.expiresAt()));
	}

	private static @Nullable Instant inMilliseconds(@Nullable Instant instant) {
		return (instant != null) ? instant.truncatedTo(ChronoUnit.MILLIS) : null;
	}

}
