package io.github.opendcr.fetch;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Stream;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Peer;

import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslStoreBundle;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.fail;

/**
 * Tests for {@link GuardedUriFetcher}, with a peer on the loopback address: a public one
 * if it is an allowed host, an internal one otherwise.
 */
class GuardedUriFetcherTests {

	private static final Set<String> JSON = Set.of("application/json");

	private final Peer peer = new Peer();

	private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T00:00:00Z"));

	private final List<GuardedUriFetcher> fetchers = new ArrayList<>();

	private final GuardedUriFetcher fetcher = fetcher(Set.of("localhost"), false);

	@AfterEach
	void close() {
		this.fetchers.forEach(GuardedUriFetcher::close);
		this.peer.close();
	}

	@Test
	void createAndCloseWhenNothingWasFetchedThenNoHttpClientIsMade() {
		new GuardedUriFetcher(settings(Set.of(), false), () -> fail("made"), ObservationRegistry.NOOP, this.clock)
			.close();
	}

	@Test
	void createWhenSslBundleIsUnusableThenFailsAtOnce() {
		SslBundle unusable = SslBundle.of(new SslStoreBundle() {

			@Override
			public @Nullable KeyStore getKeyStore() {
				return null;
			}

			@Override
			public @Nullable String getKeyStorePassword() {
				return null;
			}

			@Override
			public KeyStore getTrustStore() {
				throw new IllegalStateException("unusable");
			}

		});
		assertThatExceptionOfType(IllegalStateException.class).isThrownBy(
				() -> new GuardedUriFetcher(settings(Set.of(), false), unusable, ObservationRegistry.NOOP, this.clock))
			.withStackTraceContaining("unusable");
	}

	@Test
	void fetchThenDocument() {
		assertThat(this.fetcher.fetch(json(this.peer.json("/a", "{\"a\": 1}"))).textOrThrow()).isEqualTo("{\"a\": 1}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost/a", "ftp://localhost/a", "file:///etc/passwd", "https:///a", "a",
			"https://user@localhost/a", "https://localhost/a#b", "https://löcalhost/a", "mailto:a@b.example" })
	void checkWhenNeverFetchedThenRefused(String uri) {
		assertRefused(() -> {
			fetcher(Set.of("localhost"), true).check(URI.create(uri));
			return null;
		}, "The URL must");
	}

	@Test
	void checkWhenHttpIsAllowedThenPasses() {
		this.fetcher.check(URI.create("http://localhost/a"));
		this.fetcher.check(URI.create("https://example.com:8443/a?b"));
	}

	@Test
	void fetchAnewWhenThereIsACopyThenItIsNeitherUsedNorReplaced() {
		URI uri = this.peer.json("/a", "1", "Cache-Control: max-age=600");
		assertThat(this.fetcher.fetch(json(uri)).textOrThrow()).isEqualTo("1");
		this.peer.json("/a", "2", "Cache-Control: max-age=600");
		assertThat(this.fetcher.fetch(json(uri).anew()).textOrThrow()).isEqualTo("2");
		this.peer.json("/a", "3", "Cache-Control: max-age=600");
		assertThat(this.fetcher.fetch(json(uri).anew()).textOrThrow()).isEqualTo("3");
		assertThat(this.fetcher.fetch(json(uri)).textOrThrow()).isEqualTo("1");
		this.peer.close();
		assertRefused(() -> this.fetcher.fetch(json(uri).anew()).textOrThrow(), "The URL could not be read");
	}

	@Test
	void fetchAnewWhenNeverFetchedThenRefused() {
		assertRefused(() -> this.fetcher.fetch(json(URI.create("ftp://localhost/a")).anew()).textOrThrow(),
				"The URL must");
	}

	@Test
	void fetchWhenACookieWasSetThenItIsNotSent() {
		URI uri = this.peer.json("/a", "{}", "Set-Cookie: a=b; Path=/", "Cache-Control: no-store");
		this.fetcher.fetch(json(uri)).textOrThrow();
		this.clock.advance(Duration.ofMinutes(1));
		this.fetcher.fetch(json(uri)).textOrThrow();
		assertThat(this.peer.requests()).hasSize(2).noneMatch((request) -> request.contains("Cookie"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "[::127.0.0.1]", "0.0.0.0", "[::]",
			"2130706433", "0x7f000001", "localhost." })
	void fetchWhenAddressIsOursThenRefusedWithoutConnection(String host) {
		this.peer.json("/a", "{}");
		URI uri = URI.create("http://" + host + ":" + this.peer.port() + "/a");
		assertRefused(() -> fetcher(Set.of(), false).fetch(json(uri)).textOrThrow(),
				"The URL's host has no public address");
		assertThat(this.peer.connections()).isZero();
	}

	@Test
	void fetchWhenNameRebindsThenJudgedAddressIsConnectedTo() {
		AtomicInteger resolutions = new AtomicInteger();
		HostResolver resolver = (host) -> {
			String name = (resolutions.incrementAndGet() == 1) ? "public" : "internal";
			return new InetAddress[] { InetAddress.getByAddress(name, new byte[] { 127, 0, 0, 1 }) };
		};
		FetchSettings settings = settings(Set.of(), false);
		GuardedUriFetcher fetcher = new GuardedUriFetcher(settings,
				() -> new HttpFetch(null, resolver, (address) -> address.getHostName().equals("public"), this.clock),
				ObservationRegistry.NOOP, this.clock);
		this.fetchers.add(fetcher);
		this.peer.json("/a", "{}");
		URI uri = URI.create("http://rebinding.example:" + this.peer.port() + "/a");
		assertThat(fetcher.fetch(json(uri)).textOrThrow()).isEqualTo("{}");
		assertThat(resolutions).hasValue(1);
		this.clock.advance(Duration.ofHours(1));
		assertRefused(() -> fetcher.fetch(json(uri)).textOrThrow(), "no public address");
		assertThat(this.peer.connections()).isEqualTo(1);
	}

	@Test
	void fetchWhenAnErrorEndsItThenNobodyWaitsAndItsPlaceIsFree() {
		HostResolver resolver = (host) -> {
			throw new StackOverflowError("made up");
		};
		GuardedUriFetcher fetcher = new GuardedUriFetcher(settings(Duration.ofMinutes(1)),
				() -> new HttpFetch(null, resolver, (address) -> true, this.clock), ObservationRegistry.NOOP,
				this.clock);
		this.fetchers.add(fetcher);
		for (int i = 0; i <= Places.EACH; i++) {
			URI uri = URI.create("http://client.example/" + i);
			assertRefused(() -> fetcher.fetch(json(uri)).textOrThrow(), "The URL could not be read");
		}
	}

	@Test
	void fetchWhenRedirectedThenNotFollowed() {
		URI target = this.peer.json("/target", "{}");
		for (String location : List.of(target.toString(), "http://169.254.169.254/latest/meta-data")) {
			URI uri = this.peer.on("/redirect-" + location.length(),
					(out) -> Peer.head(out, "302 Found", "text/plain", "Location: " + location + "\r\n"));
			assertRefused(() -> this.fetcher.fetch(json(uri)).textOrThrow(),
					"status 302 instead of 200; redirects are not followed");
		}
		assertThat(this.peer.connections()).isEqualTo(2);
	}

	@Test
	void fetchWhenTooLargeThenRefusedWithoutReadingIt() {
		AtomicInteger written = new AtomicInteger();
		URI endless = this.peer.on("/endless", (out) -> {
			Peer.head(out, "200 OK", "application/json", "");
			write(out, written);
		});
		URI announced = this.peer.on("/announced", (out) -> {
			Peer.head(out, "200 OK", "application/json", "Content-Length: 10000000\r\n");
			write(out, written);
		});
		assertRefused(() -> this.fetcher.fetch(json(endless)).textOrThrow(), "more than 1024 bytes");
		assertRefused(() -> this.fetcher.fetch(json(announced)).textOrThrow(), "more than 1024 bytes");
		assertThat(written).hasValueLessThan(20_000_000);
	}

	@Test
	void fetchWhenHeadersNeverEndThenRefused() {
		URI uri = this.peer.on("/headers", (out) -> {
			out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
			while (!Thread.currentThread().isInterrupted()) {
				out.write("X-Header: x\r\n".getBytes(StandardCharsets.US_ASCII));
			}
		});
		assertRefused(() -> this.fetcher.fetch(json(uri)).textOrThrow(), "could not be read");
	}

	@Test
	void fetchWhenSilentThenEndsByReadTimeout() {
		URI uri = this.peer.on("/silent", Peer.Behaviour.silence());
		HttpFetch.Call impatient = HttpFetch.ofPublicAddresses(null, this.clock)
			.call(json(uri), settings(Duration.ofMillis(300)));
		assertThat(impatient.get()).isInstanceOfSatisfying(FetchResult.Failure.class, (failure) -> {
			assertThat(failure.kind()).isEqualTo(FailureKind.UNREACHABLE);
			assertThat(failure.problem()).contains("could not be read");
		});
	}

	@Test
	void fetchWhenDrippingThenEndsByDeadline() {
		URI uri = this.peer.on("/drip", (out) -> {
			Peer.head(out, "200 OK", "application/json", "");
			while (!Thread.currentThread().isInterrupted()) {
				out.write(' ');
				out.flush();
				LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
			}
		});
		GuardedUriFetcher impatient = new GuardedUriFetcher(settings(Duration.ofSeconds(1)), (SslBundle) null,
				ObservationRegistry.NOOP, this.clock);
		this.fetchers.add(impatient);
		assertRefused(() -> impatient.fetch(json(uri)).textOrThrow(), "did not answer in full within 1000 ms");
	}

	@Test
	void fetchWhenNotJsonThenRefused() {
		URI html = this.peer.on("/html", (out) -> Peer.head(out, "200 OK", "text/html", "Content-Length: 0\r\n"));
		assertRefused(() -> this.fetcher.fetch(json(html)).textOrThrow(), "content type application/json");
		URI gzip = this.peer.json("/gzip", "{}", "Content-Encoding: gzip");
		assertRefused(() -> this.fetcher.fetch(json(gzip)).textOrThrow(), "without a content encoding");
		URI withParameter = this.peer.on("/parameter", (out) -> {
			Peer.head(out, "200 OK", "Application/JSON; charset=utf-8", "");
			out.write("{}".getBytes(StandardCharsets.UTF_8));
		});
		assertThat(this.fetcher.fetch(json(withParameter)).textOrThrow()).isEqualTo("{}");
	}

	@Test
	void fetchWhenFreshThenCopy() {
		URI plain = this.peer.json("/plain", "{}");
		URI lasting = this.peer.json("/long", "{}", "Cache-Control: public, max-age=86400");
		URI none = this.peer.json("/none", "{}", "Cache-Control: no-store");
		URI some = this.peer.json("/some", "{}", "Cache-Control: max-age=600");
		URI shared = this.peer.json("/shared", "{}", "Cache-Control: max-age=600, s-maxage=60", "Age: 20");
		assertThat(secondsUntilFetchedAgain(plain)).isEqualTo(300);
		assertThat(secondsUntilFetchedAgain(lasting)).isEqualTo(900);
		assertThat(secondsUntilFetchedAgain(none)).isEqualTo(10);
		assertThat(secondsUntilFetchedAgain(some)).isEqualTo(600);
		assertThat(secondsUntilFetchedAgain(shared)).isEqualTo(40);
	}

	@Test
	void fetchWhenFailedThenRememberedForAWhile() {
		URI uri = this.peer.on("/a", (out) -> Peer.head(out, "500 Oops", "text/plain", ""));
		assertRefused(() -> this.fetcher.fetch(json(uri)).textOrThrow(), "status 500");
		this.peer.json("/a", "{}");
		assertRefused(() -> this.fetcher.fetch(json(uri)).textOrThrow(), "status 500");
		assertThat(this.peer.connections()).isEqualTo(1);
		this.clock.advance(Duration.ofSeconds(30));
		assertThat(this.fetcher.fetch(json(uri)).textOrThrow()).isEqualTo("{}");
	}

	@Test
	void entryWhenCacheIsFullThenWhatWasUsedLongestAgoGoes() {
		FetchCache cache = new FetchCache(2);
		List<FetchRequest> keys = Stream.of("/0", "/1", "/2").map((uri) -> json(URI.create(uri))).toList();
		FetchCache.Entry first = cache.entry(keys.get(0));
		FetchCache.Entry second = cache.entry(keys.get(1));
		assertThat(cache.entry(keys.get(0))).isSameAs(first);
		cache.entry(keys.get(2));
		assertThat(cache.entry(keys.get(0))).isSameAs(first);
		assertThat(cache.entry(keys.get(1))).isNotSameAs(second);
	}

	@Test
	void refreshThenNewDocumentAsOftenAsIsAllowed() {
		URI uri = this.peer.json("/a", "1");
		this.fetcher.fetch(json(uri)).textOrThrow();
		for (int i = 0; i < 5; i++) {
			this.peer.json("/a", "refreshed " + i);
			assertThat(this.fetcher.fetch(json(uri).again()).textOrThrow()).isEqualTo("refreshed " + i);
		}
		this.peer.json("/a", "too soon");
		assertThat(this.fetcher.fetch(json(uri).again()).textOrThrow()).isEqualTo("refreshed 4");
		assertThat(this.peer.connections()).isEqualTo(6);
		this.clock.advance(Duration.ofMinutes(1));
		assertThat(this.fetcher.fetch(json(uri).again()).textOrThrow()).isEqualTo("too soon");
	}

	@Test
	void fetchWhenTheClockIsPutBackThenFetchedAgainAndRefreshedAsOftenAsIsAllowed() {
		URI uri = this.peer.json("/a", "1");
		this.clock.advance(Duration.ofDays(1));
		for (int i = 0; i < 7; i++) {
			this.fetcher.fetch(json(uri).again()).textOrThrow();
		}
		this.clock.advance(Duration.ofDays(-1));
		this.peer.json("/a", "2");
		assertThat(this.fetcher.fetch(json(uri)).textOrThrow()).isEqualTo("2");
		this.peer.json("/a", "3");
		assertThat(this.fetcher.fetch(json(uri).again()).textOrThrow()).isEqualTo("3");
	}

	@Test
	void refreshWhenItFailsThenCopyStays() {
		URI uri = this.peer.json("/a", "{}");
		this.fetcher.fetch(json(uri)).textOrThrow();
		this.peer.on("/a", (out) -> Peer.head(out, "500 Oops", "text/plain", ""));
		assertThat(this.fetcher.fetch(json(uri).again()).textOrThrow()).isEqualTo("{}");
		assertThat(this.fetcher.fetch(json(uri)).textOrThrow()).isEqualTo("{}");
		this.clock.advance(Duration.ofMinutes(5));
		assertRefused(() -> this.fetcher.fetch(json(uri)).textOrThrow(), "status 500");
	}

	@Test
	void fetchWhenManyAtOnceThenOneConnection() throws Exception {
		CountDownLatch callers = new CountDownLatch(20);
		URI uri = this.peer.on("/a", (out) -> {
			await(callers);
			Peer.head(out, "200 OK", "application/json", "");
			out.write("{}".getBytes(StandardCharsets.UTF_8));
		});
		ExecutorService threads = Executors.newFixedThreadPool(20);
		try {
			List<Future<String>> results = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				results.add(threads.submit(() -> {
					callers.countDown();
					return this.fetcher.fetch(json(uri)).textOrThrow();
				}));
			}
			for (Future<String> result : results) {
				assertThat(result.get()).isEqualTo("{}");
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.peer.connections()).isEqualTo(1);
	}

	/**
	 * However few documents they want.
	 */
	@Test
	void fetchWhenTooManyWaitThenOthersDoNot() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		URI hanging = this.peer.on("/hanging", (out) -> {
			await(end);
			Peer.head(out, "200 OK", "application/json", "");
			out.write("{}".getBytes(StandardCharsets.UTF_8));
		});
		URI kept = this.peer.json("/kept", "[]");
		this.fetcher.fetch(json(kept)).textOrThrow();
		List<Thread> callers = new CopyOnWriteArrayList<>();
		ExecutorService threads = Executors.newCachedThreadPool();
		Function<FetchRequest, Future<String>> start = (request) -> threads.submit(() -> {
			callers.add(Thread.currentThread());
			return this.fetcher.fetch(request).textOrThrow();
		});
		try {
			List<Future<String>> results = new ArrayList<>();
			for (int i = 0; i < GuardedUriFetcher.MOST_WAITING; i++) {
				results.add(start.apply((i % 2 == 0) ? json(hanging) : json(hanging).anew()));
			}
			waitUntil(() -> areWaiting(callers, GuardedUriFetcher.MOST_WAITING));
			for (FetchRequest request : List.of(json(hanging), json(hanging).anew(), json(kept).anew())) {
				Future<String> oneTooMany = start.apply(request);
				waitUntil(() -> oneTooMany.isDone() || areWaiting(callers, GuardedUriFetcher.MOST_WAITING + 1));
				assertThat(oneTooMany).isDone();
				callers.remove(GuardedUriFetcher.MOST_WAITING);
				assertThat(catchThrowable(oneTooMany::get)).hasMessageContaining("too many documents");
			}
			assertThat(this.fetcher.fetch(json(kept)).textOrThrow()).isEqualTo("[]");
			end.countDown();
			for (Future<String> result : results) {
				assertThat(result.get()).isEqualTo("{}");
			}
			assertThat(this.fetcher.fetch(json(kept).anew()).textOrThrow()).isEqualTo("[]");
		}
		finally {
			end.countDown();
			threads.shutdownNow();
		}
	}

	@Test
	void fetchWhenTooManyHangThenOthersAreRefusedAtOnce() throws Exception {
		CountDownLatch started = new CountDownLatch(Places.IN_ALL);
		CountDownLatch end = new CountDownLatch(1);
		ExecutorService threads = Executors.newFixedThreadPool(Places.IN_ALL);
		try {
			for (int i = 0; i < Places.IN_ALL; i++) {
				URI uri = this.peer.on("/" + i, (out) -> {
					started.countDown();
					await(end);
				});
				threads.submit(() -> this.fetcher.fetch(json(uri)).textOrThrow());
			}
			started.await();
			assertRefused(() -> this.fetcher.fetch(json(this.peer.json("/a", "{}"))).textOrThrow(),
					"too many documents");
		}
		finally {
			end.countDown();
			threads.shutdownNow();
		}
	}

	@Test
	void fetchWhenOneHostOrAddressHangsThenOthersAreFetched() throws Exception {
		InetAddress elsewhere = InetAddress.getByName("127.0.0.2");
		Map<String, InetAddress[]> names = Map.of("elsewhere.example", new InetAddress[] { elsewhere }, "two.example",
				new InetAddress[] { InetAddress.getLoopbackAddress(), elsewhere });
		FetchSettings settings = settings(Set.of("trusted.example"), false);
		HostResolver resolver = (host) -> names.getOrDefault(host,
				new InetAddress[] { InetAddress.getLoopbackAddress() });
		GuardedUriFetcher fetcher = new GuardedUriFetcher(settings,
				() -> new HttpFetch(null, resolver, (address) -> true, this.clock), ObservationRegistry.NOOP,
				this.clock);
		this.fetchers.add(fetcher);
		String uri = "http://%s:" + this.peer.port() + "/a";
		CountDownLatch started = new CountDownLatch(Places.EACH);
		CountDownLatch end = new CountDownLatch(1);
		this.peer.json("/a", "{}");
		List<Future<String>> hung = new ArrayList<>();
		ExecutorService threads = Executors.newFixedThreadPool(Places.EACH);
		try (Peer other = new Peer(elsewhere, this.peer.port())) {
			other.json("/a", "{}");
			for (int i = 0; i < Places.EACH; i++) {
				URI hanging = this.peer.on("/" + i, (out) -> {
					started.countDown();
					await(end);
				});
				hung.add(threads.submit(() -> fetcher
					.fetch(json(URI.create(hanging.toString().replace("localhost", "a.hostile.example"))))
					.textOrThrow()));
			}
			started.await();
			for (String host : List.of("elsewhere.example", "trusted.example", "two.example")) {
				assertThat(fetcher.fetch(json(URI.create(uri.formatted(host)))).textOrThrow()).isEqualTo("{}");
			}
			for (String host : List.of("A.hostile.example", "b.hostile.example")) {
				assertRefused(() -> fetcher.fetch(json(URI.create(uri.formatted(host)))).textOrThrow(),
						"too many documents");
			}
			end.countDown();
			for (Future<String> one : hung) {
				assertThat(catchThrowable(one::get)).hasCauseInstanceOf(ClientUriFetchException.class);
			}
			assertThat(fetcher.fetch(json(URI.create(uri.formatted("b.hostile.example")))).textOrThrow())
				.isEqualTo("{}");
		}
		finally {
			end.countDown();
			threads.shutdownNow();
		}
	}

	@ParameterizedTest
	@CsvSource({ "2001:db8:1:2:3:4:5:6, 2001:db8:1:2::1, true", "2001:db8:1:2::1, 2001:db8:1:3::1, false",
			"::ffff:192.0.2.1, 192.0.2.1, true", "192.0.2.1, 192.0.2.2, false" })
	void placeOfAddressThenOneForEachSubscriber(String address, String other, boolean same) throws Exception {
		assertThat(Places.of(InetAddress.getByName(address)).equals(Places.of(InetAddress.getByName(other))))
			.isEqualTo(same);
	}

	private static boolean areWaiting(List<Thread> callers, int number) {
		return callers.size() == number
				&& callers.stream().allMatch((caller) -> caller.getState() == Thread.State.WAITING);
	}

	private static void waitUntil(BooleanSupplier condition) {
		while (!condition.getAsBoolean()) {
			LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
		}
	}

	private static FetchRequest json(URI uri) {
		return FetchRequest.of(uri, JSON);
	}

	private long secondsUntilFetchedAgain(URI uri) {
		this.fetcher.fetch(json(uri)).textOrThrow();
		int before = this.peer.connections();
		long seconds = 0;
		while (this.peer.connections() == before) {
			this.clock.advance(Duration.ofSeconds(10));
			seconds += 10;
			this.fetcher.fetch(json(uri)).textOrThrow();
		}
		return seconds;
	}

	private GuardedUriFetcher fetcher(Set<String> allowedHosts, boolean requireHttps) {
		GuardedUriFetcher created = new GuardedUriFetcher(settings(allowedHosts, requireHttps), (SslBundle) null,
				ObservationRegistry.NOOP, this.clock);
		this.fetchers.add(created);
		return created;
	}

	// No test but those of the timeouts may fail because the machine has other things to
	// do
	private static FetchSettings settings(Set<String> allowedHosts, boolean requireHttps) {
		return new FetchSettings(allowedHosts, requireHttps, Duration.ofHours(1), DataSize.ofBytes(1024));
	}

	private static FetchSettings settings(Duration timeout) {
		return new FetchSettings(Set.of("localhost"), false, timeout, DataSize.ofBytes(1024));
	}

	private static void write(OutputStream out, AtomicInteger written) throws IOException {
		byte[] block = new byte[10_000];
		while (!Thread.currentThread().isInterrupted()) {
			out.write(block);
			written.addAndGet(block.length);
		}
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static void assertRefused(Callable<String> fetch, String sentence) {
		assertThatExceptionOfType(ClientUriFetchException.class).isThrownBy(fetch::call)
			.withMessageContaining(sentence);
	}

}
