package io.github.opendcr.actuate;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.outage.TemporaryFailure;
import io.github.opendcr.web.Operation;
import io.github.opendcr.web.RequestOutcome;

/**
 * When a registration was changed last, and when a change failed last because what
 * registrations are kept in didn't take it. Nobody can try that without leaving a trace:
 * a database whose disk is full is read as ever, and takes some changes, too. Safe for
 * use by several threads.
 */
final class LastWrites {

	private static final Set<Operation> WRITES = EnumSet.of(Operation.REGISTER, Operation.UPDATE, Operation.DELETE,
			Operation.ROTATE_SECRET);

	private final Clock clock;

	private volatile @Nullable Instant done;

	private volatile @Nullable Instant failed;

	LastWrites(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Note that something was changed.
	 */
	void done() {
		this.done = this.clock.instant();
	}

	/**
	 * Note what came of a request, if it was to change something and failed for a while.
	 */
	void ended(RequestOutcome outcome) {
		Throwable failure = outcome.failure();
		if (failure == null || failure instanceof IOException) { // the caller was gone
			return;
		}
		if (WRITES.contains(outcome.operation()) && TemporaryFailure.is(failure)) {
			this.failed = this.clock.instant();
		}
	}

	/**
	 * Return both, as far as anything was noted.
	 */
	Map<String, String> details() {
		Map<String, String> details = new LinkedHashMap<>();
		Instant done = this.done;
		if (done != null) {
			details.put("lastDone", done.toString());
		}
		Instant failed = this.failed;
		if (failed != null) {
			details.put("lastFailed", failed.toString());
		}
		return details;
	}

}
