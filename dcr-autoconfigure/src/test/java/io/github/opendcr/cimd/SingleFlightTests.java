package io.github.opendcr.cimd;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.opendcr.testkit.ConcurrentCalls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link SingleFlight}.
 */
class SingleFlightTests {

	@RegisterExtension
	private final ConcurrentCalls calls = new ConcurrentCalls();

	private final SingleFlight<String, String> flight = new SingleFlight<>();

	private final List<Thread> waiting = new CopyOnWriteArrayList<>();

	private final CountDownLatch begun = new CountDownLatch(1);

	@Test
	void runWhenItIsUnderWayThenAllGetWhatCameOfIt() throws Exception {
		List<Future<String>> all = both(() -> "done");
		assertThat(all.get(0).get()).isEqualTo("done");
		assertThat(all.get(1).get()).isEqualTo("done");
	}

	@Test
	void runWhenItFailsThenAllGetTheFailure() throws Exception {
		List<Future<String>> all = both(() -> {
			throw new IllegalStateException("made up");
		});
		for (Future<String> each : all) {
			assertThatExceptionOfType(ExecutionException.class).isThrownBy(each::get)
				.withCauseInstanceOf(IllegalStateException.class);
		}
	}

	@Test
	void runWhenAnErrorEndsItThenNobodyWaits() throws Exception {
		List<Future<String>> all = both(() -> {
			throw new StackOverflowError("made up");
		});
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> all.get(0).get())
			.withCauseInstanceOf(StackOverflowError.class);
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> all.get(1).get())
			.withCauseInstanceOf(CompletionException.class);
	}

	@Test
	void runWhenItIsOverThenAnew() {
		assertThat(this.flight.run("a", () -> "first")).isEqualTo("first");
		assertThat(this.flight.run("a", () -> "second")).isEqualTo("second");
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> this.flight.run("a", () -> {
			throw new IllegalStateException("made up");
		}));
		assertThat(this.flight.run("a", () -> this.flight.run("b", () -> "another"))).isEqualTo("another");
	}

	/**
	 * Do something once another one waits for it, who would do something else.
	 */
	private List<Future<String>> both(Supplier<String> action) throws InterruptedException {
		Future<String> first = this.calls.start(() -> this.flight.run("a", () -> {
			this.begun.countDown();
			while (this.waiting.isEmpty() || this.waiting.get(0).getState() != Thread.State.WAITING) {
				Thread.onSpinWait();
			}
			return action.get();
		}));
		this.begun.await();
		return List.of(first, this.calls.start(() -> {
			this.waiting.add(Thread.currentThread());
			return this.flight.run("a", () -> "another time");
		}));
	}

}
