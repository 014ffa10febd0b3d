package io.github.opendcr.fetch;

import java.net.URI;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.log.LogMessage;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Fetches from public addresses only, over https, within bounds of time and size, and
 * keeps copies. Callers who want the same document at the same time share one fetch. Safe
 * for use by several threads.
 *
 * @since 0.1.0
 */
public final class GuardedUriFetcher implements ClientUriFetcher, AutoCloseable {

	private static final Log logger = LogFactory.getLog(GuardedUriFetcher.class);

	/**
	 * How many may wait for a document at the same time. Each is a thread of the server,
	 * of which it needs others for whoever wants no document.
	 */
	static final int MOST_WAITING = 4 * Places.IN_ALL;

	private static final int MAX_PORT = 65_535;

	private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7E]{1,2000}");

	private static final FetchResult UNREADABLE = new FetchResult.Failure(FailureKind.UNREACHABLE,
			"The URL could not be read", null);

	private final FetchSettings settings;

	private final Supplier<HttpFetch> httpFactory;

	private @Nullable HttpFetch http;

	private final FetchCache cache = new FetchCache();

	private final ObservationRegistry observations;

	private final Clock clock;

	private final ThreadPoolExecutor executor;

	private final Places hosts = new Places();

	private final Semaphore waiting = new Semaphore(MOST_WAITING);

	/**
	 * What is fetched anew, as long as it is.
	 */
	private final Map<FetchRequest, CompletableFuture<FetchResult>> underWay = new ConcurrentHashMap<>();

	/**
	 * Create a fetcher.
	 * @param settings the bounds
	 * @param sslBundle what is trusted instead of the JVM's authorities, or {@code null}
	 * @param observations where fetches are timed
	 * @param clock tells how old copies are
	 */
	public GuardedUriFetcher(FetchSettings settings, @Nullable SslBundle sslBundle, ObservationRegistry observations,
			Clock clock) {
		this(settings, () -> HttpFetch.ofPublicAddresses(sslBundle, clock), observations, clock);
		if (sslBundle != null) {
			http(); // which may fail
		}
	}

	GuardedUriFetcher(FetchSettings settings, Supplier<HttpFetch> httpFactory, ObservationRegistry observations,
			Clock clock) {
		this.settings = settings;
		this.httpFactory = httpFactory;
		this.observations = observations;
		this.clock = clock;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("dcr-fetch-");
		threads.setDaemon(true);
		this.executor = new ThreadPoolExecutor(0, Places.IN_ALL, 1, TimeUnit.MINUTES, new SynchronousQueue<>(),
				threads);
	}

	@Override
	public void check(URI uri) {
		check(uri, this.settings);
	}

	private static void check(URI uri, FetchSettings settings) {
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		if (!scheme.equals("https") && (settings.requireHttps() || !scheme.equals("http"))) {
			throw new ClientUriFetchException(
					settings.requireHttps() ? "The URL must be https" : "The URL must be https or http", null);
		}
		if (!VISIBLE_ASCII.matcher(uri.toString()).matches() || uri.getHost() == null || uri.getRawUserInfo() != null
				|| uri.getRawFragment() != null || uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
			throw new ClientUriFetchException(
					"The URL must have a host, a possible port, no user information and no fragment, and be of ASCII",
					null);
		}
	}

	@Override
	public FetchResult fetch(FetchRequest request) {
		FetchSettings bounds = (request.settings() != null) ? request.settings() : this.settings;
		try {
			check(request.uri(), bounds);
		}
		catch (ClientUriFetchException ex) {
			return new FetchResult.Failure(FailureKind.REFUSED, String.valueOf(ex.getMessage()), null);
		}
		return (request.copy() == FetchRequest.Copy.UNWANTED) ? asOneWhoWaits(() -> anew(request, bounds))
				: copy(request, bounds);
	}

	private FetchResult asOneWhoWaits(Supplier<FetchResult> fetch) {
		if (!this.waiting.tryAcquire()) {
			return FetchObservation.start(this.observations).ended(Places.NONE_LEFT);
		}
		try {
			return fetch.get();
		}
		finally {
			this.waiting.release();
		}
	}

	private FetchResult anew(FetchRequest request, FetchSettings bounds) {
		CompletableFuture<FetchResult> result = this.underWay.compute(request,
				(same, present) -> (present != null && !present.isDone()) ? present : start(request, bounds));
		try {
			return result.join();
		}
		finally {
			this.underWay.remove(request, result);
		}
	}

	private FetchResult copy(FetchRequest request, FetchSettings bounds) {
		boolean outdated = request.copy() == FetchRequest.Copy.OUTDATED;
		FetchCache.Entry entry = this.cache
			.entry(new FetchRequest(request.uri(), request.contentTypes(), FetchRequest.Copy.WELCOME, null, bounds));
		CompletableFuture<FetchResult> result;
		synchronized (entry) {
			result = entry.current(this.clock.instant(), outdated);
			if (result == null) {
				result = start(request, bounds).thenApply((fetched) -> entry.settle(fetched, this.clock.instant()));
				entry.started(result);
			}
		}
		return result.isDone() ? result.join() : asOneWhoWaits(result::join);
	}

	/**
	 * Start a fetch that ends by itself: callers wait for no longer than the deadline,
	 * even where a name is resolved, which can't be interrupted.
	 */
	private CompletableFuture<FetchResult> start(FetchRequest request, FetchSettings bounds) {
		HttpFetch.Call call = http().call(request, bounds);
		FetchObservation observation = FetchObservation.start(this.observations);
		CompletableFuture<FetchResult> fetched = new CompletableFuture<>();
		String host = Connector.host(request.uri()).toLowerCase(Locale.ROOT);
		if ((!bounds.isTrusted(host) && !this.hosts.take(host)) || !isUnderWay(call, host, fetched)) {
			return CompletableFuture.completedFuture(observation.ended(Places.NONE_LEFT));
		}
		long timeout = bounds.timeout().toMillis();
		return fetched
			.completeOnTimeout(
					new FetchResult.Failure(FailureKind.UNREACHABLE,
							"The URL did not answer in full within " + timeout + " ms", null),
					timeout, TimeUnit.MILLISECONDS)
			.thenApply((result) -> {
				call.cancel();
				return observation.ended(logged(request, result));
			});
	}

	private boolean isUnderWay(HttpFetch.Call call, String host, CompletableFuture<FetchResult> fetched) {
		try {
			this.executor.execute(() -> {
				FetchResult result = UNREADABLE;
				try {
					result = call.get();
				}
				finally {
					// Whatever ended it: nobody waits, and the place is free
					this.hosts.free(host);
					fetched.complete(result);
				}
			});
			return true;
		}
		catch (RejectedExecutionException ex) {
			this.hosts.free(host);
			return false;
		}
	}

	private static FetchResult logged(FetchRequest request, FetchResult result) {
		if (result instanceof FetchResult.Failure failure) {
			logger.debug(LogMessage.format("Failed to fetch %s: %s", request.uri(), failure.problem()),
					failure.cause());
		}
		return result;
	}

	/**
	 * Made when first used: start-up needn't wait for what most servers never use.
	 */
	private synchronized HttpFetch http() {
		if (this.http == null) {
			this.http = this.httpFactory.get();
		}
		return this.http;
	}

	/**
	 * End all fetches and close all connections.
	 */
	@Override
	public synchronized void close() {
		this.executor.shutdownNow();
		if (this.http != null) {
			this.http.close();
		}
	}

}
