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

	/**
	 * Note that a node is asked.
	 */
	void asked(String what, URI node) {
		this.changing = CHANGES.contains(what) ? node : null;
	}

	void answered(String what, int status) {
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
	 */
	boolean isChangingAt(URI node) {
		return node.equals(this.changing);
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
