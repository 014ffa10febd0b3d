package io.github.opendcr.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;

import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.MutableClock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * When numbers of clients are counted, and who waits for it.
 */
class CountedAsideTests {

	private final MutableClock clock = new MutableClock(Instant.EPOCH);

	private final Queue<Runnable> aside = new ArrayDeque<>();

	private long number;

	private boolean fails;

	private boolean holdsMonitor;

	private final CountedAside<Long> counted = new CountedAside<>(this::count, (count) -> count, this.aside::add,
			this.clock);

	private long count() {
		this.holdsMonitor = Thread.holdsLock(this.counted);
		if (this.fails) {
			throw new IllegalStateException("no database");
		}
		return this.number;
	}

	// Before Java 24 a virtual thread that waits for a database with one keeps its
	// carrier
	@Test
	void getWhenCountedThenWithoutAMonitor() {
		this.counted.get();
		assertThat(this.holdsMonitor).isFalse();
	}

	@Test
	void getWhenFewThenCountedForEach() {
		for (int i = 1; i < 3; i++) {
			this.number = i;
			assertThat(this.counted.get()).isEqualTo(i);
		}
		assertThat(this.aside).isEmpty();
	}

	@Test
	void getWhenManyThenNobodyWaitsButTheFirst() {
		this.number = 1_000_000;
		assertThat(this.counted.get()).isEqualTo(1_000_000);
		this.number = 1_000_001;
		this.clock.advance(Duration.ofSeconds(59));
		assertThat(this.counted.get()).isEqualTo(1_000_000);
		assertThat(this.aside).isEmpty();
		this.clock.advance(Duration.ofSeconds(1));
		assertThat(this.counted.get()).isEqualTo(1_000_000);
		assertThat(this.counted.get()).isEqualTo(1_000_000);
		assertThat(this.aside).hasSize(1);
		this.aside.remove().run();
		assertThat(this.counted.get()).isEqualTo(1_000_001);
		assertThat(this.aside).isEmpty();
	}

	@Test
	void getWhenTheClockIsPutBackThenCountedAgain() {
		this.number = 1_000_000;
		this.clock.advance(Duration.ofDays(1));
		this.counted.get();
		this.number = 1_000_001;
		this.clock.advance(Duration.ofDays(-1));
		assertThat(this.counted.get()).isEqualTo(1_000_001);
	}

	@Test
	void getWhenNobodyAskedForAnHourThenCountedAgain() {
		this.number = 1_000_000;
		this.counted.get();
		this.number = 2_000_000;
		this.clock.advance(Duration.ofHours(1));
		assertThat(this.counted.get()).isEqualTo(2_000_000);
	}

	@Test
	void getWhenCountingFailsThenTheLastNumbersForAnHour() {
		this.number = 1_000_000;
		this.counted.get();
		this.fails = true;
		for (int i = 0; i < 2; i++) {
			this.clock.advance(Duration.ofMinutes(20));
			assertThat(this.counted.get()).isEqualTo(1_000_000);
			this.aside.remove().run();
		}
		this.clock.advance(Duration.ofMinutes(20));
		assertThatIllegalStateException().isThrownBy(this.counted::get);
	}

}
