package io.github.opendcr.fetch;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * The last results, and the fetches that are under way. What was used longest ago goes
 * first.
 */
final class FetchCache {

	private static final int MAX_ENTRIES = 500;

	private static final float LOAD_FACTOR = 0.75f;

	private final Map<FetchRequest, Entry> entries;

	FetchCache() {
		this(MAX_ENTRIES);
	}

	FetchCache(int maxEntries) {
		this.entries = new LinkedHashMap<>(16, LOAD_FACTOR, true) {

			@Override
			protected boolean removeEldestEntry(Map.Entry<FetchRequest, Entry> eldest) {
				return size() > maxEntries;
			}

		};
	}

	/**
	 * Return the entry of a document.
	 * @param request a request for which a copy will do
	 */
	Entry entry(FetchRequest request) {
		synchronized (this.entries) {
			return this.entries.computeIfAbsent(request, (absent) -> new Entry());
		}
	}

	/**
	 * One document. Whoever decides on {@link #current} and {@link #started} holds its
	 * monitor.
	 */
	static final class Entry {

		private static final Duration WINDOW = Duration.ofMinutes(1);

		private static final int MAX_REFRESHES = 5;

		private static final Duration USUAL = Duration.ofMinutes(5);

		private static final Duration SHORTEST = Duration.ofSeconds(10);

		private static final Duration LONGEST = Duration.ofMinutes(15);

		private static final Duration OF_FAILURE = Duration.ofSeconds(30);

		private @Nullable CompletableFuture<FetchResult> last;

		private @Nullable FetchResult kept;

		private Instant keptAt = Instant.MIN;

		private Instant freshUntil = Instant.MIN;

		private Instant windowStart = Instant.MIN;

		private int refreshes;

		/**
		 * Return the fetch that is under way, or the result if it still does.
		 * @param refresh whether a fresh result is to be replaced, which a few may be in
		 * a minute
		 */
		@Nullable CompletableFuture<FetchResult> current(Instant now, boolean refresh) {
			CompletableFuture<FetchResult> last = this.last;
			if (last != null && !last.isDone()) {
				return last;
			}
			boolean usable = this.kept != null && isFresh(now) && !(refresh && takeRefresh(now));
			return usable ? CompletableFuture.completedFuture(this.kept) : null;
		}

		// What a clock that has been put back says to be of the future isn't
		private boolean isFresh(Instant now) {
			return !now.isBefore(this.keptAt) && now.isBefore(this.freshUntil);
		}

		private boolean takeRefresh(Instant now) {
			if (now.isBefore(this.windowStart) || !now.isBefore(this.windowStart.plus(WINDOW))) {
				this.windowStart = now;
				this.refreshes = 0;
			}
			return this.refreshes < MAX_REFRESHES && ++this.refreshes > 0;
		}

		void started(CompletableFuture<FetchResult> fetch) {
			this.last = fetch;
		}

		/**
		 * Keep a result, unless it is a failure and there is a document that is fresh.
		 * @return the result that is kept
		 */
		synchronized FetchResult settle(FetchResult result, Instant now) {
			if (!(result instanceof FetchResult.Document) && this.kept instanceof FetchResult.Document present
					&& isFresh(now)) {
				return present;
			}
			this.kept = result;
			this.keptAt = now;
			this.freshUntil = now.plus(timeToLive(result));
			return result;
		}

		/**
		 * How long it is kept: by its own word, within bounds.
		 */
		private static Duration timeToLive(FetchResult result) {
			if (!(result instanceof FetchResult.Document document)) {
				boolean busy = result instanceof FetchResult.Failure failure && failure.kind() == FailureKind.BUSY;
				return busy ? Duration.ZERO : OF_FAILURE;
			}
			Duration wanted = (document.freshFor() != null) ? document.freshFor() : USUAL;
			return (wanted.compareTo(SHORTEST) < 0) ? SHORTEST : (wanted.compareTo(LONGEST) > 0) ? LONGEST : wanted;
		}

	}

}
