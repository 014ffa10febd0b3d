package io.github.opendcr.audit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.TreeMap;

import io.github.opendcr.web.Operation;
import io.github.opendcr.web.RequestListener;
import io.github.opendcr.web.RequestOutcome;

/**
 * How many requests this process refused in the last day. It is counted in memory, since
 * whoever is refused must not be able to make a database write; a flood of refusals on
 * all nodes, and of weeks, is a matter of metrics. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class RecentRefusals implements RequestListener {

	private static final int HOURS = 24;

	private final TreeMap<Instant, Map<String, Long>> byHour = new TreeMap<>();

	private final Clock clock;

	private final Instant start;

	/**
	 * Begin to count.
	 * @param clock what time it is
	 */
	public RecentRefusals(Clock clock) {
		this.clock = clock;
		this.start = clock.instant();
	}

	@Override
	public void ended(RequestOutcome outcome) {
		// who asks by a dry run isn't turned away
		if (outcome.refusal() != null && outcome.operation() != Operation.DRY_RUN) {
			count(outcome.refusal().getError().code());
		}
	}

	private synchronized void count(String error) {
		forget();
		this.byHour.computeIfAbsent(this.clock.instant().truncatedTo(ChronoUnit.HOURS), (hour) -> new TreeMap<>())
			.merge(error, 1L, Long::sum);
	}

	/**
	 * Return how many requests were refused in the last 24 hours, of which the first may
	 * be left out in part.
	 * @return the numbers, and from when on they are
	 */
	public synchronized Refusals lastDay() {
		forget();
		Map<String, Long> byError = new TreeMap<>();
		this.byHour.values()
			.forEach((hour) -> hour.forEach((error, number) -> byError.merge(error, number, Long::sum)));
		Instant first = first();
		return new Refusals(first.isAfter(this.start) ? first : this.start, Map.copyOf(byError));
	}

	private void forget() {
		this.byHour.headMap(first()).clear();
	}

	private Instant first() {
		return this.clock.instant().truncatedTo(ChronoUnit.HOURS).minus(Duration.ofHours(HOURS - 1));
	}

	/**
	 * What was refused.
	 *
	 * @param since from when on it was counted
	 * @param byError how many requests, by the error code that they were answered with
	 * @since 0.1.0
	 */
	public record Refusals(Instant since, Map<String, Long> byError) {
	}

}
