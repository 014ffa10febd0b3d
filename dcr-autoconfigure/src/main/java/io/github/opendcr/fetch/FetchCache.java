package io.github.opendcr.fetch;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

/**
 * The last results, and the fetches that are under way. What was used longest ago goes
 * first.
 */
final class FetchCache {

	private static final int MAX_ENTRIES = 500;

	private static final float LOAD_FACTOR = 0.75f;

	private final Map<Key, Entry> entries;

	FetchCache() {
		this(MAX_ENTRIES);
	}

	FetchCache(int maxEntries) {
		this.entries = new LinkedHashMap<>(16, LOAD_FACTOR, true) {

			@Override
			protected boolean removeEldestEntry(Map.Entry<Key, Entry> eldest) {
				return size() > maxEntries;
			}

		};
	}

	Entry entry(Key key) {
		synchronized (this.entries) {
			return this.entries.computeIfAbsent(key, (absent) -> new Entry());
		}
	}

	/**
	 * What is fetched.
	 *
	 * @param uri where from
	 * @param contentTypes the media types that it may have
	 */
	record Key(URI uri, Set<String> contentTypes) {
	}

	/**
	 * One document. Whoever decides on {@link #current} and {@link #started} holds its
	 * monitor.
	 */
	static final class Entry {

		private static final Duration WINDOW = Duration.ofMinutes(1);

		private static final int MAX_REFRESHES = 5;

		private CompletableFuture<FetchResult> last = CompletableFuture.completedFuture(FetchResult.failure("", null));

		private @Nullable FetchResult kept;

		private Instant freshUntil = Instant.MIN;

		private Instant windowStart = Instant.MIN;

		private int refreshes;

		/**
		 * Return the fetch that is under way, or the result if it still does.
		 * @param refresh whether a fresh result is to be replaced, which a few may be in
		 * a minute
		 */
		@Nullable CompletableFuture<FetchResult> current(Instant now, boolean refresh) {
			if (!this.last.isDone()) {
				return this.last;
			}
			boolean usable = this.kept != null && now.isBefore(this.freshUntil) && !(refresh && takeRefresh(now));
			return usable ? CompletableFuture.completedFuture(this.kept) : null;
		}

		private boolean takeRefresh(Instant now) {
			if (!now.isBefore(this.windowStart.plus(WINDOW))) {
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
		synchronized FetchResult settle(FetchResult result, Instant now, Instant freshUntil) {
			FetchResult present = this.kept;
			if (result.document() == null && present != null && present.document() != null
					&& now.isBefore(this.freshUntil)) {
				return present;
			}
			this.kept = result;
			this.freshUntil = freshUntil;
			return result;
		}

	}

}
