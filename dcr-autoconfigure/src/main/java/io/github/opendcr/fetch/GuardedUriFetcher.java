package io.github.opendcr.fetch;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.regex.Pattern;

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

	private static final int MAX_PORT = 65_535;

	private static final Pattern VISIBLE_ASCII = Pattern.compile("[\\x21-\\x7E]{1,2000}");

	private final FetchSettings settings;

	private final Supplier<HttpFetch> httpFactory;

	private @Nullable HttpFetch http;

	private final FetchCache cache = new FetchCache();

	private final Clock clock;

	private final ThreadPoolExecutor executor;

	private final Places hosts = new Places();

	/**
	 * What is fetched anew, as long as it is.
	 */
	private final Map<FetchCache.Key, CompletableFuture<FetchResult>> underWay = new ConcurrentHashMap<>();

	/**
	 * Create a fetcher.
	 * @param settings the bounds
	 * @param sslBundle what is trusted instead of the JVM's authorities, or {@code null}
	 * @param clock tells how old copies are
	 */
	public GuardedUriFetcher(FetchSettings settings, @Nullable SslBundle sslBundle, Clock clock) {
		this(settings, () -> HttpFetch.ofPublicAddresses(settings, sslBundle), clock);
		if (sslBundle != null) {
			http(); // which may fail
		}
	}

	GuardedUriFetcher(FetchSettings settings, Supplier<HttpFetch> httpFactory, Clock clock) {
		this.settings = settings;
		this.httpFactory = httpFactory;
		this.clock = clock;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("dcr-fetch-");
		threads.setDaemon(true);
		this.executor = new ThreadPoolExecutor(0, Places.IN_ALL, 1, TimeUnit.MINUTES, new SynchronousQueue<>(),
				threads);
	}

	@Override
	public void check(URI uri) {
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		if (!scheme.equals("https") && (this.settings.requireHttps() || !scheme.equals("http"))) {
			throw new ClientUriFetchException(
					this.settings.requireHttps() ? "The URL must be https" : "The URL must be https or http", null);
		}
		if (!VISIBLE_ASCII.matcher(uri.toString()).matches() || uri.getHost() == null || uri.getRawUserInfo() != null
				|| uri.getRawFragment() != null || uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
			throw new ClientUriFetchException(
					"The URL must have a host, a possible port, no user information and no fragment, and be of ASCII",
					null);
		}
	}

	@Override
	public String fetch(URI uri, Set<String> contentTypes) {
		return get(uri, contentTypes, false);
	}

	@Override
	public String refresh(URI uri, Set<String> contentTypes) {
		return get(uri, contentTypes, true);
	}

	@Override
	public String fetchAnew(URI uri, Set<String> contentTypes) {
		check(uri);
		FetchCache.Key key = new FetchCache.Key(uri, contentTypes);
		CompletableFuture<FetchResult> result = this.underWay.compute(key,
				(same, present) -> (present != null && !present.isDone()) ? present : start(uri, contentTypes));
		try {
			return result.join().orThrow();
		}
		finally {
			this.underWay.remove(key, result);
		}
	}

	private String get(URI uri, Set<String> contentTypes, boolean refresh) {
		check(uri);
		FetchCache.Entry entry = this.cache.entry(new FetchCache.Key(uri, contentTypes));
		CompletableFuture<FetchResult> result;
		synchronized (entry) {
			result = entry.current(this.clock.instant(), refresh);
			if (result == null) {
				result = start(uri, contentTypes).thenApply((fetched) -> settle(entry, fetched));
				entry.started(result);
			}
		}
		return result.join().orThrow();
	}

	/**
	 * Start a fetch that ends by itself: callers wait for no longer than the deadline,
	 * even where a name is resolved, which can't be interrupted.
	 */
	private CompletableFuture<FetchResult> start(URI uri, Set<String> contentTypes) {
		HttpFetch.Call call = http().call(uri);
		CompletableFuture<FetchResult> fetched = new CompletableFuture<>();
		String host = Connector.host(uri).toLowerCase(Locale.ROOT);
		if (!this.settings.isTrusted(host) && !this.hosts.take(host)) {
			throw new ClientUriFetchException(String.valueOf(FetchResult.BUSY.problem()), null);
		}
		try {
			this.executor.execute(() -> {
				FetchResult result = call.get(contentTypes);
				this.hosts.free(host);
				fetched.complete(result);
			});
		}
		catch (RejectedExecutionException ex) {
			this.hosts.free(host);
			throw new ClientUriFetchException(String.valueOf(FetchResult.BUSY.problem()), ex);
		}
		Duration timeout = this.settings.timeout();
		return fetched
			.completeOnTimeout(
					FetchResult.failure("The URL did not answer in full within " + timeout.toMillis() + " ms", null),
					timeout.toMillis(), TimeUnit.MILLISECONDS)
			.thenApply((result) -> {
				call.cancel();
				if (result.document() == null) {
					logger.debug(LogMessage.format("Failed to fetch %s: %s", uri, result.problem()), result.cause());
				}
				return result;
			});
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

	private FetchResult settle(FetchCache.Entry entry, FetchResult result) {
		Instant now = this.clock.instant();
		return entry.settle(result, now, now.plus(result.timeToLive()));
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
