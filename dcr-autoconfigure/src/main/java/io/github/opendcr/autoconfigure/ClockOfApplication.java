package io.github.opendcr.autoconfigure;

import java.time.Clock;

import org.springframework.beans.factory.ObjectProvider;

/**
 * The clock by which things expire.
 */
final class ClockOfApplication {

	private ClockOfApplication() {
	}

	/**
	 * Select the application's bean if it has just one.
	 */
	static Clock select(ObjectProvider<Clock> clocks) {
		return clocks.getIfUnique(Clock::systemUTC);
	}

}
