package io.github.opendcr.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import io.github.opendcr.limit.ClientAddress;

/**
 * How many lines are written in a minute of what changes nothing, so that nobody fills a
 * disk by being refused. One address has a part of them, so that it doesn't hide what
 * others do. Safe for use by several threads.
 */
final class LineBudget {

	static final int IN_ALL = 300;

	static final int EACH = 30;

	private static final Duration PERIOD = Duration.ofMinutes(1);

	private final Clock clock;

	private Instant start = Instant.MIN;

	private int taken;

	private final Map<String, Integer> takenBy = new HashMap<>();

	LineBudget(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Take a line.
	 * @param address from where the request came
	 */
	synchronized Verdict take(String address) {
		Instant now = this.clock.instant();
		// perhaps a clock has been put back
		if (now.isBefore(this.start) || !now.isBefore(this.start.plus(PERIOD))) {
			this.start = now;
			this.taken = 0;
			this.takenBy.clear();
		}
		if (this.taken > IN_ALL) {
			return Verdict.DROP; // and remember no more addresses
		}
		int each = this.takenBy.merge(ClientAddress.of(address), 1, Integer::sum);
		if (each > EACH + 1) {
			return Verdict.DROP;
		}
		this.taken++;
		return (each > EACH || this.taken > IN_ALL) ? Verdict.LAST : Verdict.WRITE;
	}

	/**
	 * What becomes of a line.
	 */
	enum Verdict {

		/**
		 * It is written.
		 */
		WRITE,

		/**
		 * In its place it is written that no more are for a while.
		 */
		LAST,

		/**
		 * It is not written.
		 */
		DROP

	}

}
