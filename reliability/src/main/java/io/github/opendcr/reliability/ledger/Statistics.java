package io.github.opendcr.reliability.ledger;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/**
 * How often what was answered. For many threads.
 */
final class Statistics {

	private final Map<String, LongAdder> times = new ConcurrentSkipListMap<>();

	private final LongAdder answered = new LongAdder();

	void answered(String what, int status) {
		this.answered.increment();
		count(what + " | " + status);
	}

	void unanswered(String what) {
		count(what + " | no answer");
	}

	private void count(String what) {
		this.times.computeIfAbsent(what, (key) -> new LongAdder()).increment();
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
