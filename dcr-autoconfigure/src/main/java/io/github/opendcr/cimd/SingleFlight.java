package io.github.opendcr.cimd;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Does what several want at the same time once, for all of them. Safe for use by several
 * threads.
 *
 * @param <K> what they want
 * @param <T> what comes of it
 */
final class SingleFlight<K, T> {

	private final Map<K, CompletableFuture<T>> underWay = new ConcurrentHashMap<>();

	/**
	 * Do something, or wait for whoever does it.
	 * @param what what it is
	 * @param action does it; what it returns or throws, all get
	 * @return what came of it
	 */
	T run(K what, Supplier<T> action) {
		CompletableFuture<T> own = new CompletableFuture<>();
		CompletableFuture<T> present = this.underWay.putIfAbsent(what, own);
		if (present != null) {
			return join(present);
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

	private static <T> T join(CompletableFuture<T> flight) {
		try {
			return flight.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

}
