package io.github.opendcr.idempotency;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

import org.springframework.dao.DuplicateKeyException;

/**
 * The answers that are kept for a while. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class KeptAnswers {

	private static final int BATCH_SIZE = 100;

	private final @Nullable IdempotentRequestStore store;

	private final Duration timeToLive;

	private final Clock clock;

	/**
	 * Create the answers.
	 * @param store where they are kept, or {@code null} if nowhere
	 * @param timeToLive how long each is kept; zero for not at all
	 * @param clock what time it is
	 */
	public KeptAnswers(@Nullable IdempotentRequestStore store, Duration timeToLive, Clock clock) {
		this.store = timeToLive.isZero() ? null : store;
		this.timeToLive = timeToLive;
		this.clock = clock;
	}

	/**
	 * Whether answers are kept.
	 * @return {@code false} if the header has no meaning here
	 */
	public boolean areKept() {
		return this.store != null;
	}

	/**
	 * Find an answer.
	 * @param id what it is kept under
	 * @return the answer, encrypted, or {@code null} if none is kept
	 */
	public @Nullable String find(String id) {
		IdempotentRequest found = (this.store != null) ? this.store.find(id) : null;
		Instant now = this.clock.instant();
		if (this.store == null || found == null) {
			return null;
		}
		if (found.expiresAt().isAfter(now)) {
			return found.answer();
		}
		this.store.removeExpired(id, now); // its place is needed
		return null;
	}

	/**
	 * Return what keeps an answer in the transaction that does what it says. The answer
	 * to an update takes the place of another one.
	 * @param id what it is kept under
	 * @param answer the answer, encrypted
	 * @return the constraint, which refuses what was answered in the meantime
	 */
	public RegistrationConstraint keeping(String id, String answer) {
		return new RegistrationConstraint() {

			@Override
			public void onRegister(ClientRegistration registration) {
				keep(id, answer, IdempotentRequestStore::insert);
			}

			@Override
			public void onUpdate(ClientRegistration before, ClientRegistration after) {
				keep(id, answer, IdempotentRequestStore::replace);
			}

		};
	}

	private void keep(String id, String answer, BiConsumer<IdempotentRequestStore, IdempotentRequest> write) {
		if (this.store == null) {
			return;
		}
		try {
			write.accept(this.store, new IdempotentRequest(id, answer, this.clock.instant().plus(this.timeToLive)));
		}
		catch (DuplicateKeyException ex) {
			throw new RegistrationException(RegistrationError.CONFLICT, null,
					"Another request with this Idempotency-Key is being answered; send it again", ex);
		}
	}

	/**
	 * Forget what has expired.
	 */
	public void removeExpired() {
		Instant now = this.clock.instant();
		while (this.store != null && this.store.removeExpired(now, BATCH_SIZE) == BATCH_SIZE) {
			continue; // page by page
		}
	}

}
