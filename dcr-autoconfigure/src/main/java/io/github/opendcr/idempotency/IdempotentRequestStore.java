package io.github.opendcr.idempotency;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * Keeps what requests with an {@code Idempotency-Key} were answered. A store must take
 * part in the transactions in which clients are written, so that an answer is kept if and
 * only if what it says has happened. Safe for use by several threads and, if it is
 * shared, by several processes.
 *
 * @since 0.1.0
 */
public interface IdempotentRequestStore {

	/**
	 * Keep a request. Until the transaction ends, others that would keep one of the same
	 * id wait.
	 * @param request the request
	 * @throws org.springframework.dao.DuplicateKeyException if one of its id is kept,
	 * even if it has expired
	 */
	void insert(IdempotentRequest request);

	/**
	 * Keep a request in place of the one that has its id, if there is one.
	 * @param request the request
	 * @throws org.springframework.dao.DuplicateKeyException if another transaction has
	 * kept one of its id in the meantime
	 */
	void replace(IdempotentRequest request);

	/**
	 * Find a request.
	 * @param id the id, compared exactly
	 * @return the request, even if it has expired, or {@code null}
	 */
	@Nullable IdempotentRequest find(String id);

	/**
	 * Forget a request if it has expired.
	 * @param id the id
	 * @param now the time
	 */
	void removeExpired(String id, Instant now);

	/**
	 * Forget requests that have expired, the oldest end first.
	 * @param now the time
	 * @param limit how many at most
	 * @return how many there were, of which others may have forgotten some
	 */
	int removeExpired(Instant now, int limit);

}
