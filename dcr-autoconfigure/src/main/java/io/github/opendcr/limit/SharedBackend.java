package io.github.opendcr.limit;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.bucket4j.distributed.proxy.ProxyManager;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * What keeps the buckets that several processes share. While it fails, this process
 * limits by itself: neither is registration shut nor are limits off. One that failed is
 * left alone for a moment, after which one caller tries it: nobody else waits for one
 * that doesn't answer. Safe for use by several threads.
 */
final class SharedBackend {

	private static final Log logger = LogFactory.getLog(SharedBackend.class);

	private static final Duration PAUSE = Duration.ofSeconds(1);

	private final ProxyManager<String> proxyManager;

	private final Clock clock;

	private final AtomicReference<@Nullable Instant> failedAt = new AtomicReference<>();

	SharedBackend(ProxyManager<String> proxyManager, Clock clock) {
		this.proxyManager = proxyManager;
		this.clock = clock;
	}

	/**
	 * Use the backend.
	 * @param shared what is done with it
	 * @param own what is done instead while it fails
	 * @return what either returned
	 */
	<T> T use(Function<ProxyManager<String>, T> shared, Supplier<T> own) {
		if (!mayBeTried()) {
			return own.get();
		}
		T result;
		try {
			result = shared.apply(this.proxyManager);
		}
		catch (RuntimeException ex) {
			if (this.failedAt.getAndSet(this.clock.instant()) == null) {
				logger.warn("The backend of the rate limits fails; until it is back, this process limits by itself",
						ex);
			}
			return own.get();
		}
		if (this.failedAt.get() != null && this.failedAt.getAndSet(null) != null) {
			logger.info("The backend of the rate limits is back");
		}
		return result;
	}

	private boolean mayBeTried() {
		Instant failed = this.failedAt.get();
		if (failed == null) {
			return true;
		}
		Instant now = this.clock.instant();
		// a clock that goes back must not make it longer
		boolean over = now.isBefore(failed) || !now.isBefore(failed.plus(PAUSE));
		return over && this.failedAt.compareAndSet(failed, now);
	}

	/**
	 * Whether the backend answers now.
	 */
	boolean isReachable() {
		try {
			this.proxyManager.getProxyConfiguration("dcr:health");
			return true;
		}
		catch (RuntimeException ex) {
			return false;
		}
	}

}
