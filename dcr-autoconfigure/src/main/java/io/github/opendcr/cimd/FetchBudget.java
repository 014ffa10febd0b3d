package io.github.opendcr.cimd;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * How often something is done in a minute for each of those who make the server do it.
 * Whoever brings ever new keys must not fill the memory: the key that was not used for
 * the longest time makes room. Safe for use by several threads.
 */
final class FetchBudget {

	static final int MAX_KEYS = 10_000;

	private static final Duration WINDOW = Duration.ofMinutes(1);

	private static final float LOAD_FACTOR = 0.75f;

	private final Map<String, Window> windows = new LinkedHashMap<>(16, LOAD_FACTOR, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, Window> eldest) {
			return size() > MAX_KEYS;
		}

	};

	private final int limit;

	private final Clock clock;

	/**
	 * Create a budget.
	 * @param limit how often in a minute, or {@code null} for any number of times
	 */
	FetchBudget(@Nullable Integer limit, Clock clock) {
		this.limit = (limit != null) ? limit : Integer.MAX_VALUE;
		this.clock = clock;
	}

	/**
	 * Take one.
	 * @return {@code null}, or when there is one again if none is left
	 */
	@Nullable Instant take(String key) {
		Instant now = this.clock.instant();
		synchronized (this.windows) {
			Window window = this.windows.get(key);
			if (window == null || !window.isOpen(now)) {
				window = new Window(now.plus(WINDOW), 0);
			}
			if (window.used() >= this.limit) {
				return window.end();
			}
			this.windows.put(key, new Window(window.end(), window.used() + 1));
			return null;
		}
	}

	/**
	 * Give back what was taken and not used.
	 */
	void giveBack(String key) {
		synchronized (this.windows) {
			this.windows.computeIfPresent(key,
					(same, window) -> new Window(window.end(), Math.max(0, window.used() - 1)));
		}
	}

	private record Window(Instant end, int used) {

		// One that a clock opened which has been put back since is over
		boolean isOpen(Instant now) {
			return now.isBefore(this.end) && !now.isBefore(this.end.minus(WINDOW));
		}

	}

}
