package io.github.opendcr.server.authentication;

import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.opendcr.keys.Sha256;

/**
 * The client assertions that were used and have not expired, so that each counts once
 * (RFC 7523 §3, {@code jti}). Kept in this process, and the oldest one is forgotten when
 * there are too many: a protection against accidents of logs and proxies rather than
 * against an attacker with several nodes to choose from. Safe for use by several threads.
 */
final class UsedAssertions {

	private static final int MAX_ENTRIES = 100_000;

	private final Map<String, Instant> expiries = new LinkedHashMap<>();

	private final Clock clock;

	/**
	 * Create an instance.
	 * @param clock tells when assertions have expired
	 */
	UsedAssertions(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Use an assertion whose signature and claims are good.
	 * @param clientId the client
	 * @param id the assertion's {@code jti}
	 * @param expiresAt until when it could be used again
	 * @return whether it is used for the first time
	 */
	synchronized boolean use(String clientId, String id, Instant expiresAt) {
		Instant now = this.clock.instant();
		Iterator<Instant> oldest = this.expiries.values().iterator();
		while (oldest.hasNext() && (!oldest.next().isAfter(now) || this.expiries.size() >= MAX_ENTRIES)) {
			oldest.remove();
		}
		return this.expiries.putIfAbsent(Sha256.of(clientId + '\n' + id), expiresAt) == null;
	}

}
