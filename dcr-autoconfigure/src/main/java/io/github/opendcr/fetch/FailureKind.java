package io.github.opendcr.fetch;

/**
 * Why a document that a client named can't be had: what tells an outage from an answer.
 *
 * @since 0.1.0
 */
public enum FailureKind {

	/**
	 * The server doesn't fetch from such a URL, or from the address of its host.
	 */
	REFUSED(false),

	/**
	 * The server fetches too many documents already. It says nothing about the document.
	 */
	BUSY(true),

	/**
	 * There was no answer, or not all of it in time.
	 */
	UNREACHABLE(true),

	/**
	 * The other side says that it can't answer now: 408, 429 or 5xx.
	 */
	UNAVAILABLE(true),

	/**
	 * The other side wants to see a person first: a challenge against bots.
	 */
	CHALLENGED(true),

	/**
	 * The document isn't there any more: 404 or 410.
	 */
	GONE(false),

	/**
	 * What came is no document that can be used: another status, type or encoding, or too
	 * large.
	 */
	UNUSABLE(false);

	private final boolean passing;

	FailureKind(boolean passing) {
		this.passing = passing;
	}

	/**
	 * Whether it says nothing about what the document is now, as an outage does, so that
	 * the last good copy may serve.
	 * @return {@code true} if so
	 */
	public boolean isPassing() {
		return this.passing;
	}

}
