package io.github.opendcr;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * What is known of a Client ID Metadata Document, beside the client that came of it.
 * Instants have a precision of milliseconds at most once stored.
 *
 * @param url the URL: the {@code client_id}
 * @param entityTag what it came with, to ask for it anew, or {@code null}
 * @param hash the SHA-256 of its text, base64url without padding
 * @param checkedAt when it was last seen
 * @param freshUntil until when it needn't be looked at again
 * @param absence since when, and why, it can't be had, or {@code null} if it could be
 * when it was last asked for
 * @since 0.1.0
 */
public record ClientMetadataDocument(String url, @Nullable String entityTag, String hash, Instant checkedAt,
		Instant freshUntil, @Nullable Absence absence) {

	// How far the clocks of two nodes may be apart
	private static final Duration CLOCK_SKEW = Duration.ofMinutes(1);

	/**
	 * Whether it needn't be looked at again.
	 * @param now the time
	 * @return {@code false} from {@link #freshUntil} on, and if it was seen in the
	 * future, by a clock that has been put back since
	 */
	public boolean isFresh(Instant now) {
		return now.isBefore(this.freshUntil) && !now.isBefore(this.checkedAt.minus(CLOCK_SKEW));
	}

	/**
	 * Return the document after it was found to be what it was.
	 * @param checkedAt when it was found so
	 * @param freshUntil until when it needn't be looked at again
	 * @return a new value
	 */
	public ClientMetadataDocument unchanged(Instant checkedAt, Instant freshUntil) {
		return new ClientMetadataDocument(this.url, this.entityTag, this.hash, checkedAt, freshUntil, null);
	}

	/**
	 * Return the document after it could not be had.
	 * @param now when that was
	 * @param kind why
	 * @return a new value, absent since the first time for this reason
	 */
	public ClientMetadataDocument absent(Instant now, String kind) {
		boolean already = this.absence != null && this.absence.kind().equals(kind);
		return new ClientMetadataDocument(this.url, this.entityTag, this.hash, this.checkedAt, this.freshUntil,
				already ? this.absence : new Absence(now, kind));
	}

	/**
	 * That a document can't be had.
	 *
	 * @param since since when, for this reason
	 * @param kind why
	 * @since 0.1.0
	 */
	public record Absence(Instant since, String kind) {
	}

}
