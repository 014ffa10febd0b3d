package io.github.opendcr.fetch;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What came of a fetch: a document or a problem.
 *
 * @param document the document, or {@code null}
 * @param maxAge how long it stays fresh by its own word, or {@code null}
 * @param problem what the client may know of the problem, or {@code null}
 * @param cause what it may not, or {@code null}
 */
record FetchResult(@Nullable String document, @Nullable Duration maxAge, @Nullable String problem,
		@Nullable Throwable cause) {

	/**
	 * What says nothing about the document, and so is never kept.
	 */
	static final FetchResult BUSY = failure("This server is fetching too many documents; try again later", null);

	private static final Duration USUAL = Duration.ofMinutes(5);

	private static final Duration SHORTEST = Duration.ofSeconds(10);

	private static final Duration LONGEST = Duration.ofMinutes(15);

	private static final Duration OF_FAILURE = Duration.ofSeconds(30);

	static FetchResult document(String document, @Nullable Duration maxAge) {
		return new FetchResult(document, maxAge, null, null);
	}

	static FetchResult failure(String problem, @Nullable Throwable cause) {
		return new FetchResult(null, null, problem, cause);
	}

	/**
	 * How long it is kept: by its own word, within bounds.
	 */
	Duration timeToLive() {
		if (this == BUSY) {
			return Duration.ZERO;
		}
		if (this.document == null) {
			return OF_FAILURE;
		}
		Duration wanted = (this.maxAge != null) ? this.maxAge : USUAL;
		return (wanted.compareTo(SHORTEST) < 0) ? SHORTEST : (wanted.compareTo(LONGEST) > 0) ? LONGEST : wanted;
	}

	String orThrow() {
		if (this.document == null) {
			throw new ClientUriFetchException(String.valueOf(this.problem), this.cause);
		}
		return this.document;
	}

}
