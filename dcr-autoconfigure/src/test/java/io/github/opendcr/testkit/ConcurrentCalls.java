package io.github.opendcr.testkit;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Calls from several threads, started together and without sleeping. Their threads are
 * interrupted when it is closed, or after each test if it is registered as an extension.
 */
public final class ConcurrentCalls implements AutoCloseable, BeforeEachCallback, AfterEachCallback {

	private ExecutorService executor = Executors.newCachedThreadPool();

	@Override
	public void beforeEach(ExtensionContext context) {
		this.executor = Executors.newCachedThreadPool();
	}

	@Override
	public void afterEach(ExtensionContext context) {
		close();
	}

	@Override
	public void close() {
		this.executor.shutdownNow();
	}

	/**
	 * Start a call.
	 */
	public <T> Future<T> start(Callable<T> call) {
		return this.executor.submit(call);
	}

	/**
	 * The result of a call on another thread, and so outside of this one's transaction.
	 */
	public <T> T elsewhere(Supplier<T> call) {
		try {
			return this.executor.submit(call::get).get();
		}
		catch (Exception ex) {
			throw new AssertionError(ex);
		}
	}

	/**
	 * The results of so many calls, none of which begins before all are ready.
	 */
	public <T> List<T> atOnce(int number, IntFunction<T> caller) throws Exception {
		return atOnce(IntStream.range(0, number).<Callable<T>>mapToObj((i) -> () -> caller.apply(i)).toList());
	}

	/**
	 * The results of the calls, none of which begins before all are ready.
	 */
	public <T> List<T> atOnce(List<Callable<T>> callers) throws Exception {
		CountDownLatch ready = new CountDownLatch(callers.size());
		List<Future<T>> futures = new ArrayList<>();
		for (Callable<T> caller : callers) {
			futures.add(this.executor.submit(() -> {
				ready.countDown();
				await(ready);
				return caller.call();
			}));
		}
		List<T> results = new ArrayList<>();
		for (Future<T> future : futures) {
			results.add(future.get());
		}
		return results;
	}

	/**
	 * Wait without a checked exception.
	 */
	public static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

}
