package io.github.opendcr.cimd;

import java.time.Instant;

import io.github.opendcr.ClientMetadataDocument;
import io.github.opendcr.ClientMetadataDocument.Absence;
import io.github.opendcr.fetch.FailureKind;

/**
 * What becomes of a stored client while its document can't be had. What was granted to it
 * stays in any case: this is about what it starts anew.
 *
 * @since 0.1.0
 */
public final class LastGoodCopy {

	/**
	 * The kind of absence of a document that is there, but can't be a client.
	 */
	static final String INVALID = "INVALID";

	/**
	 * Whether a client may start something by what is stored of it.
	 * @param document what is known of its document
	 * @param now the time
	 * @return {@code false} if its document is gone or invalid
	 */
	boolean mayServe(ClientMetadataDocument document, Instant now) {
		Absence absence = document.absence();
		return absence == null || isPassing(absence.kind());
	}

	private static boolean isPassing(String kind) {
		return !kind.equals(INVALID) && FailureKind.valueOf(kind).isPassing();
	}

}
