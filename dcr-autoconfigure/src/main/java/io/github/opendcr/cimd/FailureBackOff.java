package io.github.opendcr.cimd;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.cimd.FetchedDocument.Unavailable;

/**
 * Leaves a URL alone for a while after it failed, and for longer if it does so again.
 * That keeps no error: the document is asked for anew after a minute at the latest,
 * unless the other side wants to be left alone for longer. What succeeds is never held
 * up. Safe for use by several threads.
 */
final class FailureBackOff {

	static final int MAX_URLS = 10_000;

	private static final float LOAD_FACTOR = 0.75f;

	private static final Duration LONGEST = Duration.ofMinutes(1);

	private static final Duration LONGEST_WANTED = Duration.ofMinutes(5);

	private static final int MAX_DOUBLINGS = 6;

	private final Map<String, Failures> failed = new LinkedHashMap<>(16, LOAD_FACTOR, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Failures> eldest) {
			return size() > MAX_URLS;
		}

	};

	private final Clock clock;

	FailureBackOff(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Return the last failure if the URL is left alone still.
	 */
	@Nullable Unavailable current(String url) {
		synchronized (this.failed) {
			Failures failures = this.failed.get(url);
			return (failures != null && failures.isLeftAlone(this.clock.instant())) ? failures.last() : null;
		}
	}

	/**
	 * Count a failure. What fails while the URL is left alone began before that, and is
	 * the same failure.
	 * @param failure the failure
	 * @param wanted how long the other side wants to be left alone, or {@code null}
	 * @return the failure, with when to try again
	 */
	Unavailable failed(String url, Unavailable failure, @Nullable Duration wanted) {
		Instant now = this.clock.instant();
		synchronized (this.failed) {
			Failures before = this.failed.get(url);
			if (before != null && before.isLeftAlone(now)) {
				return before.last();
			}
			int count = (before != null && now.isBefore(before.until().plus(LONGEST))) ? before.count() + 1 : 1;
			Instant until = now.plus(longer(pause(count), wanted));
			Unavailable last = new Unavailable(failure.kind(), failure.reason(), until);
			this.failed.put(url, new Failures(count, last, now, until));
			return last;
		}
	}

	private static Duration pause(int count) {
		Duration doubled = Duration.ofSeconds(1L << Math.min(count - 1, MAX_DOUBLINGS));
		return (doubled.compareTo(LONGEST) > 0) ? LONGEST : doubled;
	}

	private static Duration longer(Duration pause, @Nullable Duration wanted) {
		if (wanted == null || wanted.compareTo(pause) < 0) {
			return pause;
		}
		return (wanted.compareTo(LONGEST_WANTED) > 0) ? LONGEST_WANTED : wanted;
	}

	private record Failures(int count, Unavailable last, Instant since, Instant until) {

		// What a clock that has been put back says to be of the future isn't
		boolean isLeftAlone(Instant now) {
			return !now.isBefore(this.since) && now.isBefore(this.until);
		}

	}

}
