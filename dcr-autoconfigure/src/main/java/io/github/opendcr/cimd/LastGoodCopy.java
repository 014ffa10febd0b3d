package io.github.opendcr.cimd;

import java.time.Duration;
import java.time.Instant;

import io.github.opendcr.ClientMetadataDocument;
import io.github.opendcr.ClientMetadataDocument.Absence;
import io.github.opendcr.fetch.FailureKind;

/**
 * What becomes of a stored client while its document can't be had. What was granted to it
 * stays in any case: this is about what it starts anew.
 *
 * @param maxStale for how long a client may start something while the host of its
 * document doesn't answer, from when the document was seen last
 * @since 0.1.0
 */
public record LastGoodCopy(Duration maxStale) {

	/**
	 * The kind of absence of a document that is there, but can't be a client.
	 */
	static final String INVALID = "INVALID";

	/**
	 * Whether a client may start something by what is stored of it.
	 * @param document what is known of its document
	 * @param now the time
	 * @return {@code false} if its document is gone or invalid, or wasn't seen for too
	 * long
	 */
	boolean mayServe(ClientMetadataDocument document, Instant now) {
		Absence absence = document.absence();
		return absence == null || (isPassing(absence.kind()) && now.isBefore(document.checkedAt().plus(this.maxStale)));
	}

	/**
	 * Return what is known of a document after it could not be had. That it is gone or
	 * invalid is known until it is there again: that its host doesn't answer after that
	 * says nothing.
	 * @param document what is known of it
	 * @param kind why it can't be had
	 * @param now the time
	 * @return what is known of it now
	 */
	ClientMetadataDocument after(ClientMetadataDocument document, String kind, Instant now) {
		Absence absence = document.absence();
		boolean known = absence != null && !isPassing(absence.kind()) && isPassing(kind);
		return known ? document : document.absent(now, kind);
	}

	private static boolean isPassing(String kind) {
		return !kind.equals(INVALID) && FailureKind.valueOf(kind).isPassing();
	}

}
