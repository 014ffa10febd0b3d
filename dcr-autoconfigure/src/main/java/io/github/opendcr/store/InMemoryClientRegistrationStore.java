package io.github.opendcr.store;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistration.TokenRecord;
import io.github.opendcr.ClientRegistrationStore;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Keeps registrations in memory, with the transactions that a row of a table would have:
 * from its first change on, a registration belongs to the transaction until it ends,
 * others that would change it wait, and nobody else sees the change before the commit.
 * Only the registrations take part; what else is done in the transaction isn't undone.
 * Safe for use by several threads.
 * <p>
 * A transaction that waits longer than ten seconds for another one fails with a
 * {@link org.springframework.dao.CannotAcquireLockException}.
 *
 * @since 0.1.0
 */
public final class InMemoryClientRegistrationStore implements ClientRegistrationStore {

	private final ConcurrentMap<String, ClientRegistration> committed = new ConcurrentHashMap<>();

	private final InMemoryTransactions transactions;

	/**
	 * Create an empty store.
	 */
	public InMemoryClientRegistrationStore() {
		this(Duration.ofSeconds(10));
	}

	InMemoryClientRegistrationStore(Duration lockTimeout) {
		this.transactions = new InMemoryTransactions(this.committed, lockTimeout);
	}

	/**
	 * Return what runs an action as a transaction on this store. An action within another
	 * one takes part in the outer transaction. Calls outside of any are a transaction
	 * each.
	 * <p>
	 * The store itself isn't a {@link TransactionOperations}: as a bean it would take the
	 * place of the application's own.
	 * @return the transactions of this store
	 */
	public TransactionOperations transactionOperations() {
		return this.transactions;
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
			if (lock(registration.clientId()) != null) {
				throw new DuplicateKeyException("The client_id is taken");
			}
			this.transactions.put(registration.clientId(), inMilliseconds(registration));
			return true;
		});
	}

	@Override
	public @Nullable ClientRegistration findByClientId(String clientId) {
		return this.transactions.get(clientId);
	}

	@Override
	public boolean replace(ClientRegistration registration, String expectedTokenHash) {
		return compareAndSet(registration.clientId(), expectedTokenHash, (current) -> inMilliseconds(current
			.updated(registration.metadata(), registration.registrationAccessToken(), registration.updatedAt())));
	}

	@Override
	public boolean delete(String clientId, String expectedTokenHash) {
		return compareAndSet(clientId, expectedTokenHash, (current) -> null);
	}

	private boolean compareAndSet(String clientId, String expectedTokenHash,
			Function<ClientRegistration, @Nullable ClientRegistration> change) {
		return this.transactions.step(() -> {
			ClientRegistration current = lock(clientId);
			if (current == null || !Objects.equals(current.tokenHash(), expectedTokenHash)) {
				return false;
			}
			this.transactions.put(clientId, change.apply(current));
			return true;
		});
	}

	private @Nullable ClientRegistration lock(String clientId) {
		this.transactions.lock(clientId);
		return this.transactions.get(clientId);
	}

	// What a database would give back
	private static ClientRegistration inMilliseconds(ClientRegistration registration) {
		TokenRecord token = registration.registrationAccessToken();
		return new ClientRegistration(registration.clientId(), registration.registeredClientId(),
				registration.metadata(),
				(token != null) ? new TokenRecord(token.hash(), token.scope(), inMilliseconds(token.expiresAt()))
						: null,
				registration.issuedAt().truncatedTo(ChronoUnit.MILLIS),
				registration.updatedAt().truncatedTo(ChronoUnit.MILLIS), registration.registeredBy(),
				registration.issuer());
	}

	private static @Nullable Instant inMilliseconds(@Nullable Instant instant) {
		return (instant != null) ? instant.truncatedTo(ChronoUnit.MILLIS) : null;
	}

}
