package io.github.opendcr.cimd;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * Does what several want at the same time once, for all of them, as long as not too many
 * wait: each is a thread of the server. Safe for use by several threads.
 *
 * @param <K> what they want
 * @param <T> what comes of it
 */
final class SingleFlight<K, T> {

	static final int MOST_WAITING = 100;

	private final Map<K, CompletableFuture<T>> underWay = new ConcurrentHashMap<>();

	private final Semaphore waiting = new Semaphore(MOST_WAITING);

	/**
	 * Do something, or wait for whoever does it.
	 * @param what what it is
	 * @param action does it; what it returns or throws, all get
	 * @param instead what whoever would be one too many gets
	 * @return what came of it
	 */
	T run(K what, Supplier<T> action, Supplier<T> instead) {
		CompletableFuture<T> own = new CompletableFuture<>();
		CompletableFuture<T> present = this.underWay.putIfAbsent(what, own);
		if (present != null) {
			return await(present, instead);
		}
		try {
			T done = action.get();
			own.complete(done);
			return done;
		}
		catch (RuntimeException | Error ex) {
			own.completeExceptionally(ex);
			throw ex;
		}
		finally {
			this.underWay.remove(what, own);
		}
	}

	private T await(CompletableFuture<T> flight, Supplier<T> instead) {
		if (!this.waiting.tryAcquire()) {
			return instead.get();
		}
		try {
			return flight.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
		finally {
			this.waiting.release();
		}
	}

}
