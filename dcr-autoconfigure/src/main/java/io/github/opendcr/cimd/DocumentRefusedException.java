package io.github.opendcr.cimd;

import java.io.Serial;
import java.net.URL;

/**
 * A URL is no client of this server, or not now. The message is a sentence for the
 * operator: whoever sent the request gets the same answer whatever the reason is.
 *
 * @since 0.1.0
 */
public class DocumentRefusedException extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final Reason reason;

	/**
	 * Create an exception.
	 * @param reason what kind of reason it is, for the metric
	 * @param message what the operator may know
	 */
	public DocumentRefusedException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * Create an exception.
	 * @param reason what kind of reason it is, for the metric
	 * @param message what the operator may know
	 * @param cause what was thrown
	 */
	public DocumentRefusedException(Reason reason, String message, Throwable cause) {
		super(message, cause);
		this.reason = reason;
	}

	/**
	 * Return what kind of reason it is.
	 * @return the kind
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * Why a URL is refused.
	 *
	 * @since 0.1.0
	 */
	public enum Reason {

		/**
		 * It may not be a {@code client_id}.
		 */
		URL,

		/**
		 * Nothing admits it.
		 */
		NOT_ADMITTED,

		/**
		 * An operator denied it, or its client waits for an operator's word.
		 */
		DENIED,

		/**
		 * Its document can't be had.
		 */
		UNAVAILABLE,

		/**
		 * There are as many clients as there may be.
		 */
		TOO_MANY,

		/**
		 * It was fetched on an operator's behalf a moment ago.
		 */
		TOO_SOON,

		/**
		 * Its document is no client here.
		 */
		INVALID,

		/**
		 * Nobody who may cause a fetch asked for it.
		 */
		UNKNOWN

	}

}
