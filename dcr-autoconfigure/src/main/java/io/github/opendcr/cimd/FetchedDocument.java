package io.github.opendcr.cimd;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.fetch.FailureKind;

/**
 * What came of fetching a document.
 */
sealed interface FetchedDocument {

	/**
	 * The document. Whether it is valid is for the caller to judge.
	 *
	 * @param json its text
	 * @param entityTag what to fetch it with the next time, or {@code null}; it names a
	 * pinned copy, too
	 * @param freshUntil when to fetch it again
	 */
	record Document(String json, @Nullable String entityTag, Instant freshUntil) implements FetchedDocument {
	}

	/**
	 * The document is the one that the caller has.
	 *
	 * @param freshUntil when to fetch it again
	 */
	record NotModified(Instant freshUntil) implements FetchedDocument {
	}

	/**
	 * The document can't be had now. It is to be remembered nowhere: whoever asks again
	 * is told the same until it may be asked for again.
	 *
	 * @param kind why; a kind that {@link FailureKind#isPassing() passes} says nothing of
	 * the document, so that the last good copy may serve
	 * @param reason a sentence for the log and the operator
	 * @param retryAfter when it may be asked for again, or {@code null} if that isn't
	 * known
	 */
	record Unavailable(FailureKind kind, String reason, @Nullable Instant retryAfter) implements FetchedDocument {
	}

}
