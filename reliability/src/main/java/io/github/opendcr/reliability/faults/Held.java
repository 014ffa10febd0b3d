package io.github.opendcr.reliability.faults;

import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.github.opendcr.reliability.measure.Gauges;

/**
 * What requests hold of a node, or have left behind.
 *
 * @param threads its threads
 * @param active connections of the pool that somebody has
 * @param pending threads that wait for one
 */
record Held(long threads, long active, long pending) {

	private static final long LONGEST = TimeUnit.MINUTES.toNanos(1);

	/**
	 * Read it, again and again until it is as it should be, or for a while.
	 */
	static Held await(Gauges gauges, Predicate<Held> good) throws IOException, InterruptedException {
		long end = System.nanoTime() + LONGEST;
		Held held = read(gauges);
		while (!good.test(held) && System.nanoTime() < end) {
			TimeUnit.MILLISECONDS.sleep(200);
			held = read(gauges);
		}
		return held;
	}

	static Held read(Gauges gauges) throws IOException {
		return new Held(gauges.number("jvm_threads_live_threads"), gauges.number("hikaricp_connections_active"),
				gauges.number("hikaricp_connections_pending"));
	}

	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%d threads, %d connections in use, %d waited for", this.threads, this.active,
				this.pending);
	}

}
