package io.github.opendcr.reliability.ledger;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

import org.jspecify.annotations.Nullable;

/**
 * How often what was answered to one worker, and what it asks for now. Others look at it
 * meanwhile.
 */
final class Statistics {

	private static final Set<String> CHANGES = Set.of("update", "rotate a secret", "delete");

	private final Map<String, LongAdder> times = new ConcurrentSkipListMap<>();

	private final LongAdder answered = new LongAdder();

	private volatile @Nullable URI changing;

	private volatile long since;

	private volatile long lastChange;

	/**
	 * Note that a node is asked.
	 */
	void asked(String what, URI node) {
		this.since = System.nanoTime();
		this.changing = CHANGES.contains(what) ? node : null;
	}

	void answered(String what, int status) {
		if (this.changing != null) {
			this.lastChange = System.nanoTime() - this.since;
		}
		this.changing = null;
		this.answered.increment();
		count(what + " | " + status);
	}

	void unanswered(String what) {
		this.changing = null;
		count(what + " | no answer");
	}

	private void count(String what) {
		this.times.computeIfAbsent(what, (key) -> new LongAdder()).increment();
	}

	/**
	 * Return whether a node is changing a client.
	 * @param part how much of the time that it took last has to be over, from 0 to 1
	 */
	boolean isChangingAt(URI node, double part) {
		// whom it asks comes first, or the time might be that of an earlier request
		return node.equals(this.changing) && System.nanoTime() - this.since >= part * this.lastChange;
	}

	Map<String, LongAdder> times() {
		return this.times;
	}

	/**
	 * Return how many answers there were.
	 */
	long answered() {
		return this.answered.sum();
	}

}
