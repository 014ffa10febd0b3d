package io.github.opendcr.limit;

import java.time.Clock;
import java.util.function.Predicate;
import java.util.function.Supplier;

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

	private final Clock clock;

	private final @Nullable ProxyManager<String> proxyManager;

	private final RateLimiter address;

	private final RateLimiter total;

	private final RateLimiter initialAccessToken;

	private final RateLimiter principal;

	private final RateLimiter pushes;

	private final RateLimiter pushesOfClient;

	private final RateLimiter failures;

	private final RateLimiter failuresInAll;

	private final boolean registrationsLimited;

	private final boolean failuresLimited;

	/**
	 * Create limits.
	 * @param settings the limits
	 * @param clock what time it is for the buckets of this process
	 * @param proxyManager what keeps the buckets that several processes share, or
	 * {@code null} if each process has its own
	 */
	public RateLimits(RateLimitSettings settings, Clock clock, @Nullable ProxyManager<String> proxyManager) {
		this.clock = clock;
		this.proxyManager = proxyManager;
		Predicate<RuntimeException> anyFailure = (ex) -> true;
		Predicate<RuntimeException> otherLimits = RateLimitExceededException.class::isInstance;
		this.address = registrations("address", settings.address(), " from your address", otherLimits);
		this.total = registrations("total", settings.total(), " at this server", anyFailure);
		this.initialAccessToken = registrations("initial-access-token", settings.initialAccessToken(),
				" with this initial access token", otherLimits);
		this.principal = registrations("principal", settings.principal(), " by you", otherLimits);
		this.pushes = pushes("push", settings.push(), " from your address");
		this.pushesOfClient = pushes("push-client", settings.pushClient(), " by this client");
		// the limit in all needs to know from which addresses wrong ones came
		RateLimit failures = (settings.failedManagement() != null) ? settings.failedManagement()
				: settings.failedManagementTotal();
		this.failures = failures("failed-management", failures);
		this.failuresInAll = failures("failed-management-total", settings.failedManagementTotal());
		this.registrationsLimited = settings.address() != null || settings.total() != null
				|| settings.initialAccessToken() != null || settings.principal() != null;
		this.failuresLimited = failures != null;
	}

	/**
	 * Let a request to register a client in.
	 * @param remoteAddress from where it comes
	 * @param admission what lets it in, if not too many came from there, or in all
	 * @return who is let in, if not too many came from them
	 * @throws RateLimitExceededException if too many came
	 */
	public Registrant admit(String remoteAddress, Supplier<Registrant> admission) {
		if (!this.registrationsLimited) {
			return admission.get();
		}
		return this.address.count(ClientAddress.of(remoteAddress),
				() -> this.total.count(EVERYONE, () -> admitted(admission.get())));
	}

	private Registrant admitted(Registrant registrant) {
		return this.initialAccessToken.count(registrant.initialAccessTokenId(),
				() -> this.principal.count(registrant.name(), () -> registrant));
	}

	/**
	 * Let an authorization request be pushed by a client that didn't prove who it is.
	 * @param remoteAddress from where it comes
	 * @param clientId who it says it is
	 * @throws RateLimitExceededException if too many came from there, or from the client
	 */
	public void admitPush(String remoteAddress, String clientId) {
		this.pushes.count(ClientAddress.of(remoteAddress), () -> this.pushesOfClient.count(clientId, () -> true));
	}

	/**
	 * Check a registration access token, if there were not too many wrong ones from the
	 * same address. Wrong ones in all keep out addresses from which some of them came,
	 * and no others.
	 * @param <T> the type of the client
	 * @param remoteAddress from where the request comes
	 * @param authentication what checks the token
	 * @return what {@code authentication} returned
	 * @throws RateLimitExceededException if there were too many
	 */
	public <T extends @Nullable Object> T authenticate(String remoteAddress, Supplier<T> authentication) {
		if (!this.failuresLimited) {
			return authentication.get();
		}
		String from = ClientAddress.of(remoteAddress);
		if (this.failures.isUsed(from)) {
			this.failures.check(from);
			this.failuresInAll.check(EVERYONE);
		}
		try {
			return authentication.get();
		}
		catch (RegistrationException ex) {
			if (ex.getError().status() == UNAUTHORIZED) {
				throw this.failures.count(from, () -> this.failuresInAll.count(EVERYONE, () -> ex));
			}
			throw ex;
		}
	}

	private RateLimiter registrations(String name, @Nullable RateLimit limit, String which,
			Predicate<RuntimeException> free) {
		return limiter(name, limit, (limit != null) ? limit.evenly() : null, "client registrations" + which, free);
	}

	private RateLimiter pushes(String name, @Nullable RateLimit limit, String which) {
		return limiter(name, limit, (limit != null) ? limit.evenly() : null, "pushed authorization requests" + which,
				RateLimitExceededException.class::isInstance);
	}

	private RateLimiter failures(String name, @Nullable RateLimit limit) {
		return limiter(name, limit, (limit != null) ? limit.atOnce() : null,
				"requests with a wrong registration access token", (ex) -> false);
	}

	private RateLimiter limiter(String name, @Nullable RateLimit limit, @Nullable Bandwidth bandwidth, String requests,
			Predicate<RuntimeException> free) {
		if (limit == null || bandwidth == null) {
			return new RateLimiter(null, 0, requests, free);
		}
		Buckets own = new InMemoryBuckets(bandwidth, this.clock);
		Buckets buckets = (this.proxyManager != null)
				? new SharedBuckets(this.proxyManager, bandwidth, "dcr:" + name + ":" + limit + ":", own) : own;
		return new RateLimiter(buckets, limit.limit(), requests, free);
	}

}
