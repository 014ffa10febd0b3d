package io.github.opendcr.testkit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * A clock that a test moves. An application has it if it is one of its sources.
 */
public final class MutableClock extends Clock {

	/**
	 * The properties by which registration access tokens and secrets live for an hour.
	 */
	public static final String[] HOURLY = { "dcr.registration-access-token.time-to-live=1h",
			"dcr.client-secret.time-to-live=1h" };

	private volatile Instant instant;

	public MutableClock() {
		this(Instant.now());
	}

	public MutableClock(Instant instant) {
		this.instant = instant;
	}

	public void set(Instant instant) {
		this.instant = instant;
	}

	public void advance(Duration duration) {
		this.instant = this.instant.plus(duration);
	}

	@Override
	public Instant instant() {
		return this.instant;
	}

	@Override
	public ZoneId getZone() {
		return ZoneOffset.UTC;
	}

	@Override
	public Clock withZone(ZoneId zone) {
		throw new UnsupportedOperationException();
	}

}
