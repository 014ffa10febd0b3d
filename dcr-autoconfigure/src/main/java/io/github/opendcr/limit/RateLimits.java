package io.github.opendcr.limit;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationException;

/**
 * How often clients may register, and how often a registration access token may be wrong.
 * Narrow limits come before wide ones, and a request that one of them refuses doesn't
 * count for the others: nobody who is refused uses up what is everyone's. Safe for use by
 * several threads.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-3">RFC 7591 §3</a>
 */
public final class RateLimits {

	private static final String EVERYONE = "";

	private static final int UNAUTHORIZED = 401;

	private static final int IN_ALL = 20;

	private final Clock clock;

	private final @Nullable SharedBackend backend;

	private final RateLimiter address;

	private final RateLimiter total;

	private final RateLimiter initialAccessToken;

	private final RateLimiter principal;

	private final RateLimiter pushes;

	private final RateLimiter pushesOfClient;

	private final RateLimiter failures;

	private final RateLimiter failuresInAll;

	/**
	 * Create limits.
	 * @param settings the limits
	 * @param clock what time it is for the buckets of this process
	 * @param proxyManager what keeps the buckets that several processes share, or
	 * {@code null} if each process has its own
	 */
	public RateLimits(RateLimitSettings settings, Clock clock, @Nullable ProxyManager<String> proxyManager) {
		this.clock = clock;
		this.backend = (proxyManager != null) ? new SharedBackend(proxyManager, clock) : null;
		this.address = registrations("address", settings.address(), " from your address");
		this.total = registrations("total", settings.total(), " at this server");
		this.initialAccessToken = registrations("initial-access-token", settings.address(),
				" with this initial access token");
		this.principal = registrations("principal", settings.address(), " by you");
		this.pushes = pushes("push", settings.push(), " from your address");
		this.pushesOfClient = pushes("push-client", settings.pushClient(), " by this client");
		RateLimit failures = settings.failedManagement();
		this.failures = failures("failed-management", failures);
		this.failuresInAll = failures("failed-management-total", (failures != null) ? failures.times(IN_ALL) : null);
	}

	/**
	 * Let a request to register a client be looked at. It counts for its address, whether
	 * it is let in or not.
	 * @param remoteAddress from where it comes
	 * @throws RateLimitExceededException if too many came from there, or too many were
	 * let in
	 */
	public void beforeAdmission(String remoteAddress) {
		String from = ClientAddress.of(remoteAddress);
		this.address.take(from);
		try {
			this.total.check(EVERYONE);
		}
		catch (RateLimitExceededException ex) {
			this.address.giveBack(from);
			throw ex;
		}
	}

	/**
	 * Count a request to register a client that was let in.
	 * @param remoteAddress from where it comes
	 * @param registrant who is let in
	 * @throws RateLimitExceededException if too many came from them, or too many were let
	 * in; it counts for nobody then
	 */
	public void afterAdmission(String remoteAddress, Registrant registrant) {
		Count ofAddress = new Count(this.address, ClientAddress.of(remoteAddress));
		take(ofAddress, new Count(this.initialAccessToken, registrant.initialAccessTokenId()),
				new Count(this.principal, registrant.name()), new Count(this.total, EVERYONE));
	}

	/**
	 * Let an authorization request be pushed by a client that didn't prove who it is.
	 * @param remoteAddress from where it comes
	 * @param clientId who it says it is
	 * @throws RateLimitExceededException if too many came from there, or from the client
	 */
	public void admitPush(String remoteAddress, String clientId) {
		Count ofAddress = new Count(this.pushes, ClientAddress.of(remoteAddress));
		ofAddress.take();
		take(ofAddress, new Count(this.pushesOfClient, clientId));
	}

	/**
	 * Take all, or give back those that were taken if there is none left of one.
	 */
	private static void take(Count taken, Count... others) {
		List<Count> counted = new ArrayList<>(List.of(taken));
		try {
			for (Count other : others) {
				other.take();
				counted.add(other);
			}
		}
		catch (RateLimitExceededException ex) {
			counted.forEach(Count::giveBack);
			throw ex;
		}
	}

	/**
	 * Let a registration access token be looked at, if there were not too many wrong ones
	 * from the same address. Wrong ones in all keep out addresses from which some of them
	 * came, and no others.
	 * @param remoteAddress from where the request comes
	 * @throws RateLimitExceededException if there were too many
	 */
	public void beforeAuthentication(String remoteAddress) {
		String from = ClientAddress.of(remoteAddress);
		if (this.failures.isUsed(from)) {
			this.failures.check(from);
			this.failuresInAll.check(EVERYONE);
		}
	}

	/**
	 * Count a registration access token that was wrong.
	 * @param remoteAddress from where the request comes
	 * @param failure how it was refused; what isn't 401 doesn't count
	 * @throws RateLimitExceededException if there were too many in the meantime
	 */
	public void afterFailure(String remoteAddress, RegistrationException failure) {
		if (failure.getError().status() == UNAUTHORIZED) {
			this.failures.take(ClientAddress.of(remoteAddress));
			this.failuresInAll.take(EVERYONE);
		}
	}

	/**
	 * Ask where requests are counted now.
	 * @return where; a backend that processes share is asked
	 */
	public Where buckets() {
		if (this.backend == null) {
			return Where.OWN;
		}
		return this.backend.isReachable() ? Where.SHARED : Where.UNREACHABLE;
	}

	private RateLimiter registrations(String name, @Nullable RateLimit limit, String which) {
		return limiter(name, limit, (limit != null) ? limit.evenly() : null, "client registrations" + which);
	}

	private RateLimiter pushes(String name, @Nullable RateLimit limit, String which) {
		return limiter(name, limit, (limit != null) ? limit.evenly() : null, "pushed authorization requests" + which);
	}

	private RateLimiter failures(String name, @Nullable RateLimit limit) {
		return limiter(name, limit, (limit != null) ? limit.atOnce() : null,
				"requests with a wrong registration access token");
	}

	private RateLimiter limiter(String name, @Nullable RateLimit limit, @Nullable Bandwidth bandwidth,
			String requests) {
		if (limit == null || bandwidth == null) {
			return new RateLimiter(name, null, 0, requests);
		}
		Buckets own = new InMemoryBuckets(bandwidth, this.clock);
		Buckets buckets = (this.backend != null)
				? new SharedBuckets(this.backend, bandwidth, "dcr:" + name + ":" + limit + ":", own) : own;
		return new RateLimiter(name, buckets, limit.limit(), requests);
	}

	/**
	 * Where requests are counted.
	 *
	 * @since 0.1.0
	 */
	public enum Where {

		/**
		 * In this process.
		 */
		OWN,

		/**
		 * In a backend that processes share.
		 */
		SHARED,

		/**
		 * In this process, since that backend can't be reached.
		 */
		UNREACHABLE

	}

	/**
	 * One request, as one limit counts it.
	 */
	private record Count(RateLimiter limiter, @Nullable String who) {

		void take() {
			this.limiter.take(this.who);
		}

		void giveBack() {
			this.limiter.giveBack(this.who);
		}

	}

}
