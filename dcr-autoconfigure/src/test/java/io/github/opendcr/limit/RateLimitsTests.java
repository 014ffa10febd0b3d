package io.github.opendcr.limit;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.testkit.MutableClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RateLimits}.
 */
class RateLimitsTests {

	private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

	private static final RateLimit ONE = new RateLimit(1, Duration.ofHours(1));

	private static final RateLimit TWO = new RateLimit(2, Duration.ofHours(1));

	private static RateLimits limits(RateLimit address, RateLimit total) {
		return new RateLimits(new RateLimitSettings(address, total, null, null, null), CLOCK, null);
	}

	private static RateLimits failures(RateLimit address) {
		return new RateLimits(new RateLimitSettings(null, null, address, null, null), CLOCK, null);
	}

	private static Registrant alice() {
		return Registrant.named("alice");
	}

	private static void assertRefused(String what, ThrowingCallable call) {
		assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(call)
			.withMessageContaining(what)
			.satisfies((ex) -> assertThat(ex.getError().status()).isEqualTo(429));
	}

	@Test
	void admitWhenNoLimitsThenNothingIsCounted() {
		RateLimits limits = new RateLimits(RateLimitSettings.NONE, CLOCK, null);
		for (int i = 0; i < 1000; i++) {
			admit(limits, "192.0.2.1", alice());
		}
	}

	@Test
	void admitWhenAddressUsedUpThenNobodyAsksForPermission() {
		RateLimits limits = limits(ONE, null);
		admit(limits, "192.0.2.1", alice());
		assertRefused("from your address", () -> limits.beforeAdmission("192.0.2.1"));
		admit(limits, "192.0.2.2", Registrant.ANONYMOUS);
	}

	@Test
	void admitWhenAddressRefusesThenTotalIsNotUsed() {
		RateLimits limits = limits(ONE, TWO);
		admit(limits, "192.0.2.1", alice());
		for (int i = 0; i < 10; i++) {
			assertRefused("from your address", () -> admit(limits, "192.0.2.1", alice()));
		}
		admit(limits, "192.0.2.2", Registrant.ANONYMOUS);
		assertRefused("at this server", () -> admit(limits, "192.0.2.3", alice()));
	}

	@Test
	void admitWhenTotalRefusesThenAddressIsNotUsed() {
		RateLimits limits = limits(TWO, ONE);
		admit(limits, "192.0.2.1", alice());
		for (int i = 0; i < 10; i++) {
			assertRefused("at this server", () -> admit(limits, "192.0.2.2", alice()));
		}
	}

	@Test
	void admitWhenTotalIsUsedUpMeanwhileThenAddressIsNotUsed() {
		RateLimits limits = limits(ONE, ONE);
		limits.beforeAdmission("192.0.2.2");
		admit(limits, "192.0.2.1", alice());
		assertRefused("at this server", () -> limits.afterAdmission("192.0.2.2", Registrant.ANONYMOUS));
		assertRefused("at this server", () -> limits.beforeAdmission("192.0.2.2"));
	}

	@Test
	void admitWhenPrincipalRefusesThenNoOtherLimitIsUsed() {
		RateLimits limits = limits(TWO, new RateLimit(3, Duration.ofHours(1)));
		Registrant holder = new Registrant("alice", "token", null);
		admit(limits, "192.0.2.1", alice());
		admit(limits, "192.0.2.2", holder);
		for (int i = 0; i < 10; i++) {
			assertRefused("by you", () -> admit(limits, "192.0.2.1", holder));
		}
		admit(limits, "192.0.2.1", new Registrant("bob", "token", null));
		assertRefused("from your address", () -> admit(limits, "192.0.2.1", Registrant.ANONYMOUS));
	}

	@Test
	void admitWhenInitialAccessTokenUsedUpThenPrincipalIsNot() {
		RateLimits limits = limits(TWO, null);
		Registrant holder = new Registrant("alice", "token", null);
		admit(limits, "192.0.2.1", new Registrant("bob", "token", null));
		admit(limits, "192.0.2.2", holder);
		for (int i = 0; i < 10; i++) {
			assertRefused("with this initial access token", () -> admit(limits, "192.0.2.3", holder));
		}
		admit(limits, "192.0.2.3", new Registrant("alice", "other", null));
		assertRefused("by you", () -> admit(limits, "192.0.2.4", alice()));
	}

	@Test
	void admitWhenNotAdmittedThenAddressPaysAndTheOthersDont() {
		RateLimits limits = limits(TWO, ONE);
		for (int i = 0; i < 2; i++) {
			limits.beforeAdmission("192.0.2.1");
		}
		assertRefused("from your address", () -> limits.beforeAdmission("192.0.2.1"));
		admit(limits, "192.0.2.2", alice());
	}

	@Test
	void admitWhenManyAtOnceThenExactlyTheLimit() throws Exception {
		RateLimits limits = limits(null, new RateLimit(7, Duration.ofHours(1)));
		assertThat(successes(32, (i) -> admit(limits, "192.0.2." + i, alice()))).isEqualTo(7);
	}

	@Test
	void authenticateWhenTokenIsRightThenNothingIsCounted() {
		RateLimits limits = failures(ONE);
		for (int i = 0; i < 10; i++) {
			limits.beforeAuthentication("192.0.2.1");
		}
	}

	@Test
	void authenticateWhenAddressFailedTooOftenThenItIsRefusedAndOthersAreNot() {
		RateLimits limits = failures(TWO);
		fail(limits, "192.0.2.1");
		limits.beforeAuthentication("192.0.2.1");
		fail(limits, "192.0.2.1");
		assertRefused("wrong registration access token", () -> limits.beforeAuthentication("192.0.2.1"));
		limits.beforeAuthentication("192.0.2.2");
	}

	@Test
	void authenticateWhenTooManyFailedInAllThenOnlyThoseWhoFailedAreRefused() {
		RateLimits limits = failures(TWO);
		for (int i = 1; i <= 40; i++) {
			fail(limits, "192.0.2." + i);
		}
		assertRefused("wrong registration access token", () -> limits.beforeAuthentication("192.0.2.2"));
		limits.beforeAuthentication("192.0.2.100");
		assertRefused("wrong registration access token", () -> fail(limits, "192.0.2.100"));
		assertRefused("wrong registration access token", () -> limits.beforeAuthentication("192.0.2.100"));
	}

	@Test
	void authenticateWhenOtherFailureThenItDoesNotCount() {
		RateLimits limits = failures(ONE);
		for (int i = 0; i < 3; i++) {
			limits.beforeAuthentication("192.0.2.1");
			limits.afterFailure("192.0.2.1", new RegistrationException(RegistrationError.INVALID_REQUEST, "no"));
		}
	}

	@Test
	void authenticateWhenManyFailAtOnceThenExactlyTheLimitIsAnsweredAsWrong() throws Exception {
		RateLimits limits = failures(new RateLimit(5, Duration.ofHours(1)));
		assertThat(successes(32, (i) -> fail(limits, "192.0.2.1"))).isEqualTo(5);
	}

	@Test
	void useWhenEverNewKeysThenTheOldestMakeRoom() {
		InMemoryBuckets buckets = new InMemoryBuckets(ONE.evenly(), CLOCK);
		buckets.use("first", (bucket) -> bucket.tryConsume(1));
		buckets.use("used", (bucket) -> bucket.tryConsume(1));
		for (int i = 0; i < InMemoryBuckets.MAX_BUCKETS; i++) {
			buckets.use("key" + i, (bucket) -> bucket.tryConsume(1));
			assertThat(buckets.<Boolean>use("used", (bucket) -> bucket.tryConsume(1))).isFalse();
		}
		assertThat(buckets.<Boolean>use("first", (bucket) -> bucket.tryConsume(1))).isTrue();
	}

	private static void admit(RateLimits limits, String address, Registrant registrant) {
		limits.beforeAdmission(address);
		limits.afterAdmission(address, registrant);
	}

	private static void fail(RateLimits limits, String address) {
		limits.beforeAuthentication(address);
		limits.afterFailure(address, new RegistrationException(RegistrationError.UNAUTHORIZED, "no"));
	}

	private static long successes(int callers, Call call) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(callers);
		try {
			CountDownLatch ready = new CountDownLatch(callers);
			List<Future<Boolean>> results = new ArrayList<>();
			for (int i = 0; i < callers; i++) {
				int number = i;
				results.add(executor.submit(() -> {
					ready.countDown();
					ready.await();
					try {
						call.call(number);
						return true;
					}
					catch (RateLimitExceededException ex) {
						return false;
					}
				}));
			}
			long successes = 0;
			for (Future<Boolean> result : results) {
				successes += result.get() ? 1 : 0;
			}
			return successes;
		}
		finally {
			executor.shutdownNow();
		}
	}

	@Test
	void bucketsWhenSharedThenTellsWhetherTheirBackendAnswers() {
		AtomicBoolean reachable = new AtomicBoolean(true);
		assertThat(new RateLimits(RateLimitSettings.NONE, CLOCK, null).buckets()).isEqualTo(RateLimits.Where.OWN);
		RateLimits shared = new RateLimits(RateLimitSettings.NONE, CLOCK, proxyManager(reachable));
		assertThat(shared.buckets()).isEqualTo(RateLimits.Where.SHARED);
		reachable.set(false);
		assertThat(shared.buckets()).isEqualTo(RateLimits.Where.UNREACHABLE);
	}

	@SuppressWarnings("unchecked")
	private static ProxyManager<String> proxyManager(AtomicBoolean reachable) {
		return (ProxyManager<String>) Proxy.newProxyInstance(ProxyManager.class.getClassLoader(),
				new Class<?>[] { ProxyManager.class }, (proxy, method, arguments) -> {
					if (!reachable.get()) {
						throw new IllegalStateException("gone");
					}
					return Optional.empty();
				});
	}

	@Test
	void useWhenTheBackendFailedThenItIsLeftAloneForASecond() {
		AtomicBoolean reachable = new AtomicBoolean();
		MutableClock clock = new MutableClock(Instant.EPOCH);
		SharedBackend backend = new SharedBackend(proxyManager(reachable), clock);
		assertThat(use(backend)).isEqualTo("own");
		reachable.set(true);
		assertThat(use(backend)).isEqualTo("own");
		clock.advance(Duration.ofMillis(999));
		assertThat(use(backend)).isEqualTo("own");
		clock.advance(Duration.ofMillis(1));
		assertThat(use(backend)).isEqualTo("shared");
		assertThat(use(backend)).isEqualTo("shared");
	}

	@Test
	void useWhenThePauseIsOverThenOneCallerTries() {
		MutableClock clock = new MutableClock(Instant.EPOCH);
		SharedBackend backend = new SharedBackend(proxyManager(new AtomicBoolean()), clock);
		use(backend);
		clock.advance(Duration.ofSeconds(1));
		List<String> others = new ArrayList<>();
		assertThat(backend.use((shared) -> {
			others.add(use(backend)); // as this one waits
			return "tried";
		}, () -> "own")).isEqualTo("tried");
		assertThat(others).containsExactly("own");
	}

	@Test
	void useWhenTheClockGoesBackThenThePauseIsOver() {
		AtomicBoolean reachable = new AtomicBoolean();
		MutableClock clock = new MutableClock(Instant.EPOCH);
		SharedBackend backend = new SharedBackend(proxyManager(reachable), clock);
		use(backend);
		reachable.set(true);
		clock.advance(Duration.ofHours(-1));
		assertThat(use(backend)).isEqualTo("shared");
	}

	private static String use(SharedBackend backend) {
		return backend.use((shared) -> {
			shared.getProxyConfiguration("key");
			return "shared";
		}, () -> "own");
	}

	private interface Call {

		void call(int number);

	}

}
