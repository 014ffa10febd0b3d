package io.github.opendcr.statement;

import java.io.IOException;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;

import com.nimbusds.jose.jwk.JWKSet;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

/**
 * The keys of one issuer, read again after five minutes, and at once for a signature that
 * none of them made: a new key is known with the first statement that it signed, and the
 * old one is forgotten. Statements that nobody signed can make it read again once in ten
 * seconds. Safe for use by several threads; one of them reads.
 */
final class IssuerKeys {

	static final Duration MAX_AGE = Duration.ofMinutes(5);

	static final Duration PAUSE = Duration.ofSeconds(10);

	private static final Log logger = LogFactory.getLog(IssuerKeys.class);

	private final JwksResource location;

	private final Clock clock;

	private final ReentrantLock lock = new ReentrantLock();

	private volatile @Nullable Reading reading;

	private Instant failedAt = Instant.MIN;

	private Instant soughtAt = Instant.MIN;

	IssuerKeys(JwksResource location, Clock clock) {
		this.location = location;
		this.clock = clock;
	}

	/**
	 * Return the keys.
	 * @throws RegistrationException if they can't be read now
	 */
	JWKSet get() {
		JWKSet fresh = fresh();
		if (fresh != null) {
			return fresh;
		}
		this.lock.lock();
		try {
			JWKSet meanwhile = fresh();
			return (meanwhile != null) ? meanwhile : read();
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Return newer keys than those that made no signature, if there may be any.
	 * @return the newer keys, or the same
	 */
	JWKSet getNewerThan(JWKSet tried) {
		this.lock.lock();
		try {
			Reading meanwhile = this.reading;
			if (meanwhile != null && meanwhile.keys() != tried) {
				return meanwhile.keys();
			}
			Instant now = this.clock.instant();
			if (isWithin(PAUSE, this.soughtAt, now)) {
				return tried;
			}
			this.soughtAt = now;
			return read();
		}
		finally {
			this.lock.unlock();
		}
	}

	private @Nullable JWKSet fresh() {
		Reading current = this.reading;
		return (current != null && isWithin(MAX_AGE, current.at(), this.clock.instant())) ? current.keys() : null;
	}

	// What a clock that has been put back says to be in the future is over
	private static boolean isWithin(Duration duration, Instant start, Instant now) {
		return !now.isBefore(start) && now.isBefore(start.plus(duration));
	}

	private JWKSet read() {
		Instant now = this.clock.instant();
		if (isWithin(PAUSE, this.failedAt, now)) {
			throw unavailable(null); // whoever waited doesn't wait for the same again
		}
		try {
			JWKSet keys = this.location.read();
			this.reading = new Reading(keys, now);
			return keys;
		}
		catch (IOException | ParseException ex) {
			this.failedAt = this.clock.instant();
			logger.warn("The keys of an issuer of software statements can't be read from " + this.location, ex);
			throw unavailable(ex);
		}
	}

	private static RegistrationException unavailable(@Nullable Exception cause) {
		return new RegistrationException(RegistrationError.TEMPORARILY_UNAVAILABLE, Refusal.MEMBER,
				"The software statement can't be verified now; try again later", cause);
	}

	private record Reading(JWKSet keys, Instant at) {
	}

}
