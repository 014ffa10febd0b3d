package io.github.opendcr.cimd;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegistrationException;

/**
 * All that a server has to say about a document.
 *
 * @param violations why it is refused, each with the error, the member and a sentence;
 * empty if it isn't
 * @param narrowings what the client doesn't get of it; of a document that is refused,
 * those that were found until then
 * @param negotiated what it comes to, or {@code null} if it is refused
 * @since 0.1.0
 */
public record DocumentPreview(List<RegistrationException> violations, List<Narrowing> narrowings,
		@Nullable Negotiated negotiated) {

	/**
	 * Create a preview.
	 */
	public DocumentPreview {
		violations = List.copyOf(violations);
		narrowings = List.copyOf(narrowings);
	}

	/**
	 * Whether the document is accepted.
	 * @return {@code true} if there is no violation
	 */
	public boolean isAccepted() {
		return this.negotiated != null;
	}

	/**
	 * Return what the document comes to.
	 * @return the outcome
	 * @throws RegistrationException the first violation, if there is one
	 */
	public Negotiated orThrow() {
		if (this.negotiated == null) {
			throw this.violations.get(0);
		}
		return this.negotiated;
	}

}
