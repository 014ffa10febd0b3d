package io.github.opendcr.cimd;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
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
		assertThat(run("a", () -> "first")).isEqualTo("first");
		assertThat(run("a", () -> "second")).isEqualTo("second");
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(() -> run("a", () -> {
			throw new IllegalStateException("made up");
		}));
		assertThat(run("a", () -> run("b", () -> "another"))).isEqualTo("another");
	}

	@Test
	void runWhenTooManyWaitThenOthersDoNot() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		Future<String> first = this.calls.start(() -> run("slow", () -> {
			this.begun.countDown();
			ConcurrentCalls.await(end);
			return "done";
		}));
		this.begun.await();
		List<Future<String>> others = new ArrayList<>();
		for (int i = 0; i < SingleFlight.MOST_WAITING; i++) {
			others.add(start());
		}
		waitUntil(() -> areWaiting(SingleFlight.MOST_WAITING));
		Future<String> oneTooMany = start();
		waitUntil(() -> oneTooMany.isDone() || areWaiting(SingleFlight.MOST_WAITING + 1));
		assertThat(run("other", () -> "at once")).isEqualTo("at once");
		end.countDown();
		assertThat(oneTooMany.get()).isEqualTo("instead");
		assertThat(first.get()).isEqualTo("done");
		for (Future<String> other : others) {
			assertThat(other.get()).isEqualTo("done");
		}
		assertAnotherMayWait();
	}

	private void assertAnotherMayWait() throws Exception {
		this.waiting.clear();
		CountDownLatch begunAgain = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		this.calls.start(() -> run("slow", () -> {
			begunAgain.countDown();
			ConcurrentCalls.await(end);
			return "again";
		}));
		begunAgain.await();
		Future<String> other = start();
		waitUntil(() -> other.isDone() || areWaiting(1));
		end.countDown();
		assertThat(other.get()).isEqualTo("again");
	}

	/**
	 * Do something once another one waits for it, who would do something else.
	 */
	private List<Future<String>> both(Supplier<String> action) throws InterruptedException {
		Future<String> first = this.calls.start(() -> run("a", () -> {
			this.begun.countDown();
			while (this.waiting.isEmpty() || this.waiting.get(0).getState() != Thread.State.WAITING) {
				Thread.onSpinWait();
			}
			return action.get();
		}));
		this.begun.await();
		return List.of(first, this.calls.start(() -> {
			this.waiting.add(Thread.currentThread());
			return run("a", () -> "another time");
		}));
	}

	private Future<String> start() {
		return this.calls.start(() -> {
			this.waiting.add(Thread.currentThread());
			return run("slow", () -> "twice");
		});
	}

	private boolean areWaiting(int number) {
		return this.waiting.size() == number
				&& this.waiting.stream().allMatch((caller) -> caller.getState() == Thread.State.WAITING);
	}

	private static void waitUntil(BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
		}
	}

	private String run(String what, Supplier<String> action) {
		return this.flight.run(what, action, () -> "instead");
	}

}
