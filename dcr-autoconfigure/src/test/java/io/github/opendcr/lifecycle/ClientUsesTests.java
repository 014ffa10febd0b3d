package io.github.opendcr.lifecycle;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.use.ClientUseStore;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ClientUses}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ClientUsesTests {

	private static final Instant START = Instant.parse("2026-03-29T01:30:00Z");

	private final List<Map<String, Instant>> saved = new ArrayList<>();

	private final MutableClock clock = new MutableClock(START);

	private final CountDownLatch released = new CountDownLatch(1);

	private volatile boolean broken;

	private volatile @Nullable Thread neverWaits;

	private final ClientUses uses = uses(1000, Duration.ofDays(1));

	private ClientUses uses(int mostRemembered, Duration timeToStop) {
		ClientUseStore store = (ClientUseStore) Proxy.newProxyInstance(ClientUseStore.class.getClassLoader(),
				new Class<?>[] { ClientUseStore.class }, (proxy, method, arguments) -> {
					if (this.broken) {
						throw new IllegalStateException("broken");
					}
					if (this.neverWaits != null) {
						assertThat(Thread.currentThread()).isNotSameAs(this.neverWaits);
						this.released.await();
					}
					this.saved.add(new HashMap<>((Map<String, Instant>) arguments[0]));
					return null;
				});
		return new ClientUses(store, TransactionOperations.withoutTransaction(), this.clock, mostRemembered,
				timeToStop);
	}

	@Test
	void usedWhenOftenThenWrittenOnceAnHour() {
		for (int minute = 0; minute < 120; minute++) {
			this.uses.used("c1");
			this.uses.flush();
			this.clock.advance(Duration.ofMinutes(1));
		}
		assertThat(this.saved).containsExactly(Map.of("c1", START), Map.of("c1", START.plus(Duration.ofHours(1))));
	}

	@Test
	void usedThenNothingIsWrittenBeforeTheFlush() {
		this.broken = true;
		this.uses.used("c1");
		assertThatIllegalStateException().isThrownBy(this.uses::flush);
		this.broken = false;
		this.uses.flush();
		assertThat(this.saved).containsExactly(Map.of("c1", START));
		this.uses.flush();
		assertThat(this.saved).hasSize(1);
	}

	@Test
	void flushWhenManyWaitThenInBatches() {
		for (int i = 0; i < 1000; i++) {
			this.uses.used("c" + i);
		}
		this.uses.flush();
		assertThat(this.saved).extracting(Map::size).containsExactly(500, 500);
	}

	@Test
	void usedWhenTooManyWaitThenALaterUseIsNoted() {
		ClientUses few = uses(1, Duration.ofDays(1));
		few.used("c1");
		few.used("c2");
		few.flush();
		few.used("c2");
		few.flush();
		assertThat(this.saved).containsExactly(Map.of("c1", START), Map.of("c2", START));
	}

	@Test
	void stopThenWhatWaitsIsWritten() {
		this.uses.start();
		this.uses.used("c1");
		assertThat(this.uses.isRunning()).isTrue();
		this.uses.stop();
		assertThat(this.saved).containsExactly(Map.of("c1", START));
		assertThat(this.uses.isRunning()).isFalse();
	}

	// As a pool does while the database is away
	@Test
	void stopWhenTheStoreHangsThenNobodyWaitsAndTheLogSaysWhatIsLost(CapturedOutput output) {
		ClientUses hanging = uses(1000, Duration.ZERO);
		this.neverWaits = Thread.currentThread();
		hanging.start();
		hanging.used("c1");
		hanging.used("c2");
		try {
			hanging.stop();
			assertThat(output.getAll()).containsOnlyOnce("The last use of 2 clients is lost")
				.contains("it takes longer than 0 ms");
		}
		finally {
			this.released.countDown();
		}
	}

	@Test
	void stopWhenTheStoreFailsThenOneLineSaysWhatIsLost(CapturedOutput output) {
		this.uses.start();
		this.broken = true;
		this.uses.used("c1");
		this.uses.stop();
		assertThat(output.getAll().lines().filter((line) -> line.contains("is lost"))).singleElement()
			.asString()
			.contains("The last use of 1 clients", "IllegalStateException: broken");
	}

}
