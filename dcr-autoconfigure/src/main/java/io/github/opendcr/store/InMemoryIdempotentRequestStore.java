package io.github.opendcr.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.idempotency.IdempotentRequest;
import io.github.opendcr.idempotency.IdempotentRequestStore;

import org.springframework.dao.DuplicateKeyException;

/**
 * Keeps answered requests in memory, with the transactions that a row of a table would
 * have. Safe for use by several threads.
 */
final class InMemoryIdempotentRequestStore implements IdempotentRequestStore {

	private final InMemoryTable<IdempotentRequest> requests;

	/**
	 * The ids, by when the requests expire.
	 */
	private final InMemoryTimeIndex ends;

	private final InMemoryTransactions transactions;

	/**
	 * Create an empty store.
	 * @param transactions the transactions in which it takes part
	 */
	InMemoryIdempotentRequestStore(InMemoryTransactions transactions) {
		this.requests = new InMemoryTable<>(transactions);
		this.ends = new InMemoryTimeIndex(transactions);
		this.transactions = transactions;
	}

	@Override
	public void insert(IdempotentRequest request) {
		this.transactions.step(() -> {
			if (this.requests.lock(request.id()) != null) {
				throw new DuplicateKeyException("The id is taken");
			}
			put(request);
			return true;
		});
	}

	@Override
	public void replace(IdempotentRequest request) {
		this.transactions.step(() -> {
			IdempotentRequest former = this.requests.lock(request.id());
			if (former != null) {
				this.ends.remove(former.expiresAt(), former.id());
			}
			put(request);
			return true;
		});
	}

	private void put(IdempotentRequest request) {
		Instant expiresAt = request.expiresAt().truncatedTo(ChronoUnit.MILLIS);
		this.requests.put(request.id(), new IdempotentRequest(request.id(), request.answer(), expiresAt));
		this.ends.add(expiresAt, request.id());
	}

	@Override
	public @Nullable IdempotentRequest find(String id) {
		return this.requests.get(id);
	}

	@Override
	public void removeExpired(String id, Instant now) {
		this.transactions.step(() -> {
			IdempotentRequest request = this.requests.lock(id);
			if (request != null && !request.expiresAt().isAfter(now)) {
				this.requests.put(id, null);
				this.ends.remove(request.expiresAt(), id);
			}
			return true;
		});
	}

	@Override
	public int removeExpired(Instant now, int limit) {
		List<String> expired = this.ends.until(now).limit(limit).toList();
		expired.forEach((id) -> removeExpired(id, now));
		return expired.size();
	}

}
