package io.github.opendcr.reliability.ledger;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * Whether something has been killed, and what it was.
 */
public final class Outage {

	private final boolean ofDatabase;

	private final @Nullable URI node;

	private volatile boolean begun;

	/**
	 * Create one that all nodes feel.
	 */
	public Outage(boolean ofDatabase) {
		this(ofDatabase, null);
	}

	private Outage(boolean ofDatabase, @Nullable URI node) {
		this.ofDatabase = ofDatabase;
		this.node = node;
	}

	/**
	 * Return the outage of one node, while others go on.
	 */
	public static Outage ofNode(URI node) {
		return new Outage(false, node);
	}

	boolean isOfDatabase() {
		return this.ofDatabase;
	}

	public boolean hasBegun() {
		return this.begun;
	}

	/**
	 * Return whether a node may fail.
	 */
	boolean excuses(URI node) {
		return this.begun && (this.node == null || this.node.equals(node));
	}

	/**
	 * Note it just before the kill.
	 */
	public void begin() {
		this.begun = true;
	}

}
