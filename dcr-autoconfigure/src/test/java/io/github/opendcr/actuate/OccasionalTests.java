package io.github.opendcr.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.MutableClock;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is read from time to time, however often it is asked for.
 */
class OccasionalTests {

	private final MutableClock clock = new MutableClock();

	private final AtomicInteger reads = new AtomicInteger();

	private final List<Runnable> waiting = new ArrayList<>();

	private final Occasional<Integer> occasional = new Occasional<>(() -> {
		if (this.reads.incrementAndGet() == 2) {
			throw new IllegalStateException("the database is gone");
		}
		return this.reads.get();
	}, Duration.ofMinutes(5), this.waiting::add, this.clock);

	@Test
	void getWhenAskedOftenThenReadsOnceInAWhileAndNeverWaits() {
		assertThat(this.occasional.get()).isNull();
		assertThat(this.occasional.get()).isNull();
		assertThat(this.waiting).hasSize(1);
		runAll();
		assertThat(this.occasional.get()).isEqualTo(1);
		this.clock.advance(Duration.ofMinutes(4));
		assertThat(this.occasional.get()).isEqualTo(1);
		assertThat(this.waiting).isEmpty();
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(this.occasional.get()).as("the last one, until there is another").isEqualTo(1);
		assertThat(this.waiting).hasSize(1);
	}

	@Test
	void getWhenTheClockIsPutBackThenReadsAgain() {
		this.clock.advance(Duration.ofDays(1));
		this.occasional.get();
		runAll();
		this.clock.advance(Duration.ofDays(-1));
		this.occasional.get();
		assertThat(this.waiting).hasSize(1);
	}

	@Test
	void getWhenOneIsUnderWayThenStartsNoOther() {
		this.occasional.get();
		this.clock.advance(Duration.ofMinutes(10));
		this.occasional.get();
		assertThat(this.waiting).hasSize(1);
	}

	@Test
	void getWhenReadingFailsThenSaysNothingUntilItSucceeds() {
		this.occasional.get();
		runAll();
		this.clock.advance(Duration.ofMinutes(5));
		this.occasional.get();
		runAll();
		assertThat(this.occasional.get()).isNull();
		this.clock.advance(Duration.ofMinutes(5));
		this.occasional.get();
		runAll();
		assertThat(this.occasional.get()).isEqualTo(3);
	}

	private void runAll() {
		List<Runnable> all = List.copyOf(this.waiting);
		this.waiting.clear();
		all.forEach(Runnable::run);
	}

}
