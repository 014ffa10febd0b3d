package io.github.opendcr.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

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

	private final InMemoryTransactions transactions;

	/**
	 * Create an empty store.
	 * @param transactions the transactions in which it takes part
	 */
	public InMemoryClientRegistrationStore(InMemoryTransactions transactions) {
		this.registrations = new InMemoryTable<>(transactions);
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
			this.registrations.put(clientId, change.apply(current));
			return true;
		});
	}

	@Override
	public List<ClientRegistration> findPage(@Nullable ClientStatus status, @Nullable String after, int limit) {
		if (after != null) {
			StoredKey.requireClientId(after);
		}
		return this.registrations.rows()
			.filter((registration) -> status == null || registration.status() == status)
			.filter((registration) -> after == null || registration.clientId().compareTo(after) > 0)
			.sorted(Comparator.comparing(ClientRegistration::clientId))
			.limit(limit)
			.toList();
	}

	@Override
	public List<ClientRegistration> findExpired(Instant now, int limit) {
		return this.registrations.rows()
			.filter((registration) -> registration.isExpired(now))
			.sorted(Comparator.comparing(ClientRegistration::expiresAt))
			.limit(limit)
			.toList();
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
