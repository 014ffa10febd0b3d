package io.github.opendcr.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.jdbc.core.JdbcOperations;

/**
 * How far the terms are written: the clients that were registered up to a time have
 * theirs. It is the one row of {@code dcr_client_term_progress}; without it no client is
 * known to have any.
 */
final class TermProgress {

	/**
	 * No client has terms for sure.
	 */
	static final long NONE = Long.MIN_VALUE;

	private static final int ID = 1;

	private static final Duration KNOWN_FOR = Duration.ofSeconds(10);

	// How far others may come while it is known
	private static final Duration AHEAD = Duration.ofMinutes(1);

	private final JdbcOperations jdbcOperations;

	private volatile @Nullable Known known;

	TermProgress(JdbcOperations jdbcOperations) {
		this.jdbcOperations = jdbcOperations;
	}

	/**
	 * Return the time, in milliseconds.
	 */
	long until() {
		long readAt = System.nanoTime();
		List<Long> rows = this.jdbcOperations
			.queryForList("SELECT registered_until FROM dcr_client_term_progress WHERE id = ?", Long.class, ID);
		long until = rows.isEmpty() ? NONE : rows.get(0);
		this.known = new Known(until, readAt);
		return until;
	}

	/**
	 * Whether a client of this time would be passed over, or perhaps is before others
	 * have it: one that was adopted, or by a clock that was set back.
	 */
	boolean hasPassed(Instant registeredAt) {
		Known known = this.known;
		long until = (known != null && System.nanoTime() - known.readAt() < KNOWN_FOR.toNanos()) ? known.until()
				: until();
		return until != NONE && registeredAt.toEpochMilli() <= until + AHEAD.toMillis();
	}

	/**
	 * Write the time, unless others are further on.
	 */
	void advance(long until) {
		int updated = this.jdbcOperations.update(
				"UPDATE dcr_client_term_progress SET registered_until = ? WHERE id = ? AND registered_until < ?", until,
				ID, until);
		if (updated == 0 && until() == NONE) {
			this.jdbcOperations.update("INSERT INTO dcr_client_term_progress (id, registered_until) VALUES (?, ?)", ID,
					until);
		}
		this.known = null;
	}

	private record Known(long until, long readAt) {
	}

}
