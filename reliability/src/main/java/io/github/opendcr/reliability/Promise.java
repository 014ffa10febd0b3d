package io.github.opendcr.reliability;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;

/**
 * One promise: how often it was looked at, and what broke it. For many threads.
 */
public final class Promise {

	private final String text;

	private final LongAdder checks = new LongAdder();

	private final Queue<String> breaches = new ConcurrentLinkedQueue<>();

	Promise(String text) {
		this.text = text;
	}

	/**
	 * Look at it once.
	 * @param kept whether it was kept
	 * @param breach what broke it
	 * @return {@code kept}
	 */
	public boolean check(boolean kept, Supplier<String> breach) {
		this.checks.increment();
		if (!kept) {
			this.breaches.add(breach.get());
		}
		return kept;
	}

	String text() {
		return this.text;
	}

	/**
	 * Return how often it was looked at.
	 */
	public long checks() {
		return this.checks.sum();
	}

	List<String> breaches() {
		return List.copyOf(this.breaches);
	}

	/**
	 * A promise at which nobody looked isn't kept.
	 */
	boolean isKept() {
		return checks() > 0 && this.breaches.isEmpty();
	}

}
