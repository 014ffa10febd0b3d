package io.github.opendcr.web;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

/**
 * Lets what has one id happen one after the other in this process, so that the second
 * finds what the first did. Whoever waits holds nothing but its thread, and not for long.
 * Safe for use by several threads.
 */
final class OneByOne {

	private static final int SECONDS_TO_WAIT = 10;

	private final ConcurrentMap<String, CountDownLatch> running = new ConcurrentHashMap<>();

	/**
	 * Do something once nothing else of the id is being done.
	 * @throws RegistrationException if that takes too long
	 */
	<T> T run(String id, Supplier<T> action) {
		CountDownLatch mine = new CountDownLatch(1);
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_WAIT);
		for (CountDownLatch other = this.running.putIfAbsent(id, mine); other != null; other = this.running
			.putIfAbsent(id, mine)) {
			await(other, end - System.nanoTime());
		}
		try {
			return action.get();
		}
		finally {
			this.running.remove(id, mine);
			mine.countDown();
		}
	}

	private static void await(CountDownLatch other, long nanoseconds) {
		try {
			if (!other.await(nanoseconds, TimeUnit.NANOSECONDS)) {
				throw new RegistrationException(RegistrationError.CONFLICT,
						"The same request is still being answered; send it again later");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RegistrationException(RegistrationError.TEMPORARILY_UNAVAILABLE, null,
					"The server is stopping; send the request again", ex);
		}
	}

}
