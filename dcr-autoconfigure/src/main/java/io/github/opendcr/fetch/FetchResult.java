package io.github.opendcr.fetch;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What came of a fetch.
 *
 * @since 0.1.0
 */
public sealed interface FetchResult {

	/**
	 * Return the text of the document.
	 * @return the text
	 * @throws ClientUriFetchException if there is no document
	 */
	String textOrThrow();

	/**
	 * The document.
	 *
	 * @param text what it says, read as UTF-8
	 * @param entityTag its validator (RFC 9110 §8.8.3), or {@code null} if it has none
	 * @param freshFor how long it stays fresh by the word of whoever answered (RFC 9111
	 * §4.2), zero if it isn't to be kept; or {@code null} if they didn't say
	 * @since 0.1.0
	 */
	record Document(String text, @Nullable String entityTag, @Nullable Duration freshFor) implements FetchResult {

		@Override
		public String textOrThrow() {
			return this.text;
		}

	}

	/**
	 * The document is the one whose validator the request had (RFC 9110 §15.4.5). It is
	 * no answer to a request that had none.
	 *
	 * @param freshFor how long it stays fresh from now on; zero if it isn't to be kept,
	 * or {@code null} if they didn't say
	 * @since 0.1.0
	 */
	record NotModified(@Nullable Duration freshFor) implements FetchResult {

		@Override
		public String textOrThrow() {
			throw new ClientUriFetchException("The URL answered that its document is the same still", null);
		}

	}

	/**
	 * The document can't be had.
	 *
	 * @param kind why
	 * @param problem a sentence that the client may read: what to change, and nothing of
	 * the server's own network
	 * @param retryAfter how long the other side wants to be left alone (RFC 9110
	 * §10.2.3), or {@code null}
	 * @param cause for the log, or {@code null}
	 * @since 0.1.0
	 */
	record Failure(FailureKind kind, String problem, @Nullable Duration retryAfter,
			@Nullable Throwable cause) implements FetchResult {

		/**
		 * Create a failure.
		 * @param kind why
		 * @param problem what the client may know
		 * @param cause what it may not, or {@code null}
		 */
		public Failure(FailureKind kind, String problem, @Nullable Throwable cause) {
			this(kind, problem, null, cause);
		}

		@Override
		public String textOrThrow() {
			throw new ClientUriFetchException(this.problem, this.cause);
		}

	}

}
