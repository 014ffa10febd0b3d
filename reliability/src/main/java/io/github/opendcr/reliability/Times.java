package io.github.opendcr.reliability;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * How long something took, each time. For many threads.
 */
public final class Times {

	private final Queue<Long> milliseconds = new ConcurrentLinkedQueue<>();

	/**
	 * Add the time since a moment.
	 * @param start what {@link System#nanoTime} said then
	 * @return the time in milliseconds
	 */
	public long addSince(long start) {
		long time = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
		this.milliseconds.add(time);
		return time;
	}

	public int number() {
		return this.milliseconds.size();
	}

	/**
	 * Return median and maximum, as a report has them.
	 */
	@Override
	public String toString() {
		List<Long> sorted = this.milliseconds.stream().sorted().toList();
		return sorted.isEmpty() ? "-" : sorted.get(sorted.size() / 2) + " (" + sorted.get(sorted.size() - 1) + ")";
	}

}
