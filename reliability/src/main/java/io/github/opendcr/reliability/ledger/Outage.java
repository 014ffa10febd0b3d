package io.github.opendcr.reliability.ledger;

/**
 * Whether something has been killed, and what it was.
 */
public final class Outage {

	private final boolean ofDatabase;

	private volatile boolean begun;

	public Outage(boolean ofDatabase) {
		this.ofDatabase = ofDatabase;
	}

	boolean isOfDatabase() {
		return this.ofDatabase;
	}

	public boolean hasBegun() {
		return this.begun;
	}

	/**
	 * Note it just before the kill.
	 */
	public void begin() {
		this.begun = true;
	}

}
