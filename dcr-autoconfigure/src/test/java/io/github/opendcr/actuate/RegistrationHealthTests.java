package io.github.opendcr.actuate;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.limit.RateLimitSettings;
import io.github.opendcr.limit.RateLimits;
import io.github.opendcr.testkit.ConcurrentCalls;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Health while what registrations are kept in hangs.
 */
class RegistrationHealthTests {

	@Test
	void healthWhenTheDatabaseHangsThenIsDownInTimeAndNothingPilesUp() {
		CountDownLatch answered = new CountDownLatch(1);
		AtomicInteger asked = new AtomicInteger();
		RegistrationHealth health = health(Duration.ofMillis(1), () -> {
			asked.incrementAndGet();
			ConcurrentCalls.await(answered);
		});
		for (int i = 0; i < 5; i++) {
			Health down = health.health();
			assertThat(down.getStatus()).isEqualTo(Status.DOWN);
			assertThat(down.getDetails().toString()).contains("No answer within 1 ms");
		}
		assertThat(asked).as("who asks meanwhile waits for the same answer").hasValueLessThanOrEqualTo(1);
		answered.countDown();
		Awaitility.await().forever().until(() -> health.health().getStatus().equals(Status.UP));
	}

	@Test
	void healthWhenTheDatabaseFailsThenIsDownAndSaysWhy() {
		Health down = health(Duration.ofMinutes(10), () -> {
			throw new IllegalStateException("the store is gone");
		}).health();
		assertThat(down.getStatus()).isEqualTo(Status.DOWN);
		assertThat(down.getDetails().toString()).contains("the store is gone");
	}

	private static RegistrationHealth health(Duration longestWait, Runnable onRead) {
		ClientRegistrationStore store = (ClientRegistrationStore) Proxy.newProxyInstance(
				ClientRegistrationStore.class.getClassLoader(), new Class<?>[] { ClientRegistrationStore.class },
				(proxy, method, arguments) -> {
					onRead.run();
					return (method.getReturnType() == boolean.class) ? (Object) false : List.of();
				});
		return new RegistrationHealth(store, List.of(), List::of,
				new RateLimits(RateLimitSettings.NONE, Clock.systemUTC(), null), null, null, Clock.systemUTC(),
				longestWait);
	}

}
