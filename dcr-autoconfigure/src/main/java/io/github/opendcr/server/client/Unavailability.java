package io.github.opendcr.server.client;

/**
 * Why a client may not be used.
 *
 * @since 0.1.0
 */
public enum Unavailability {

	/**
	 * It waits for an operator's approval.
	 */
	PENDING("This client registered itself and waits for the approval of this server's operator."),

	/**
	 * An operator disabled it.
	 */
	DISABLED("This client was disabled by this server's operator."),

	/**
	 * Its registration has come to its end.
	 */
	EXPIRED("The registration of this client has expired."),

	/**
	 * There is none.
	 */
	UNKNOWN("This client is not registered at this server, or no longer. "
			+ "It has to register again before it can send you here.");

	private final String sentence;

	Unavailability(String sentence) {
		this.sentence = sentence;
	}

	/**
	 * Say it.
	 * @return a sentence for the user of the client
	 */
	public String sentence() {
		return this.sentence;
	}

}
