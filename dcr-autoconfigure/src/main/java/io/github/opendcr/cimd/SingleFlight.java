package io.github.opendcr.cimd;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

/**
 * Does what several want at the same time once, for all of them. Safe for use by several
 * threads.
 */
final class SingleFlight {

	private final Map<String, CompletableFuture<@Nullable Void>> underWay = new ConcurrentHashMap<>();

	/**
	 * Do something, or wait for whoever does it.
	 * @param what what it is
	 * @param action does it; what it throws, all get
	 */
	void run(String what, Runnable action) {
		CompletableFuture<@Nullable Void> own = new CompletableFuture<>();
		CompletableFuture<@Nullable Void> present = this.underWay.putIfAbsent(what, own);
		if (present != null) {
			join(present);
			return;
		}
		try {
			action.run();
			own.complete(null);
		}
		catch (RuntimeException | Error ex) {
			own.completeExceptionally(ex);
			throw ex;
		}
		finally {
			this.underWay.remove(what, own);
		}
	}

	private static void join(CompletableFuture<@Nullable Void> flight) {
		try {
			flight.join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

}
