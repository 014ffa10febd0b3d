package io.github.opendcr.idempotency;

import java.time.Instant;

/**
 * A request that was answered, as an {@link IdempotentRequestStore} keeps it.
 *
 * @param id a hash of who sent what to where with which key; 1 to 64 visible ASCII
 * characters
 * @param answer the answer, encrypted under a key that only the request makes, in
 * characters of ASCII
 * @param expiresAt when it is forgotten; a store keeps milliseconds
 * @since 0.1.0
 */
public record IdempotentRequest(String id, String answer, Instant expiresAt) {

	/**
	 * Return a description without the answer.
	 * @return the id
	 */
	@Override
	public String toString() {
		return "IdempotentRequest[id=" + this.id + "]";
	}

}
