package io.github.opendcr.cimd;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.cimd.FetchedDocument.Document;
import io.github.opendcr.cimd.FetchedDocument.NotModified;
import io.github.opendcr.cimd.FetchedDocument.Unavailable;
import io.github.opendcr.fetch.FailureKind;
import io.github.opendcr.fetch.FetchSettings;
import io.github.opendcr.fetch.GuardedUriFetcher;
import io.github.opendcr.server.client.DocumentResolution.Caller;
import io.github.opendcr.testkit.ConcurrentCalls;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.Peer;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DocumentFetcher}, with a peer that is a host of documents, whose
 * address is special-use as any on this machine.
 */
class DocumentFetcherTests {

	private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	private static final DocumentSettings.Freshness FRESHNESS = new DocumentSettings.Freshness(Duration.ofMinutes(5),
			Duration.ofHours(24), Duration.ofHours(1));

	private static final DocumentSettings.Budget ANY_NUMBER = new DocumentSettings.Budget(null, null, null);

	private static final Caller USER = user("user");

	@RegisterExtension
	private final ConcurrentCalls calls = new ConcurrentCalls();

	private final Peer peer = new Peer();

	private final MutableClock clock = new MutableClock(START);

	// What is allowed for all other documents must not be for these
	private final GuardedUriFetcher wayOut = new GuardedUriFetcher(
			new FetchSettings(Set.of("localhost"), false, Duration.ofHours(1), DataSize.ofKilobytes(64)), null,
			ObservationRegistry.NOOP, this.clock);

	private final Outcomes outcomes = new Outcomes();

	private final DocumentFetcher fetcher = fetcher(FRESHNESS, ANY_NUMBER);

	@AfterEach
	void close() {
		this.wayOut.close();
		this.peer.close();
	}

	@Test
	void fetchWhenThereThenDocumentAndItsValidator() {
		String url = json("/a", "{\"a\": 1}", "ETag: \"one\"");
		assertThat(this.fetcher.fetchFirst(url, USER))
			.isEqualTo(new Document("{\"a\": 1}", "\"one\"", START.plus(Duration.ofHours(1))));
		assertThat(this.peer.requests()).singleElement()
			.asString()
			.contains("Accept: application/*+json, application/cimd+json, application/json\r\n",
					"Accept-Encoding: identity\r\n")
			.doesNotContain("If-None-Match");
		assertThat(this.outcomes.seen()).containsExactly("DOCUMENT");
	}

	/**
	 * RFC 9111, within bounds of our own.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", value = { "-|-|3600", "Cache-Control: max-age=600|-|600",
			"Cache-Control: public, max-age=600, s-maxage=900|-|900", "Cache-Control: s-maxage=900, max-age=600|-|900",
			"Cache-Control: max-age=600|Expires: Thu, 01 Jan 2026 10:00:00 GMT|600",
			"Expires: Thu, 01 Jan 2026 00:20:00 GMT|-|1200",
			"Expires: Thu, 01 Jan 2026 02:00:00 GMT|Date: Thu, 01 Jan 2026 01:00:00 GMT|3600", "Expires: 0|-|300",
			"Expires: Wed, 31 Dec 2025 00:00:00 GMT|-|300", "Cache-Control: max-age=1200|Age: 200|1000",
			"Cache-Control: max-age=1200|Age: 2000|300", "Cache-Control: max-age=1200|Age: soon|1200",
			"Cache-Control: max-age=1|-|300", "Cache-Control: max-age=99999999999999|-|86400",
			"Cache-Control: max-age=never|-|300", "Cache-Control: max-age=\"700\"|-|700",
			"Cache-Control: no-store, max-age=600|-|300", "Cache-Control: no-cache|Cache-Control: max-age=600|300",
			"Cache-Control: private, max-age=0, must-revalidate|-|300",
			"Cache-Control: private=\"x, max-age\", max-age=600|-|300",
			"Cache-Control: extension=\"no-store, private\", MAX-AGE=600|-|600",
			"Cache-Control: x|Cache-Control: max-age=600|600" })
	void fetchWhenHeadersSayThenFreshForThatLongWithinBounds(@Nullable String header, @Nullable String other,
			long seconds) {
		String url = json("/a", "{}", headers(header, other));
		assertThat(document(this.fetcher.fetchFirst(url, USER)).freshUntil()).isEqualTo(START.plusSeconds(seconds));
	}

	/**
	 * A line of 8 KiB is read, and each of its characters must not be a step on the
	 * stack.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "a", "\\a" })
	void fetchWhenHeaderIsAsLongAsOneMayBeThenRead(String part) {
		String quoted = part.repeat(8000 / part.length());
		String url = json("/a", "{}", "Cache-Control: x=\"" + quoted + "\", max-age=600");
		assertThat(document(this.fetcher.fetchFirst(url, USER)).freshUntil()).isEqualTo(START.plusSeconds(600));
	}

	@Test
	void fetchWhenNotModifiedThenFreshAnewWithoutDocument() {
		String url = json("/a", "{}", "ETag: W/\"one\"", "Cache-Control: max-age=600");
		String entityTag = document(this.fetcher.fetchFirst(url, USER)).entityTag();
		status("/a", "304 Not Modified", "Cache-Control: max-age=900");
		this.clock.advance(Duration.ofMinutes(10));
		assertThat(this.fetcher.fetch(url, entityTag))
			.isEqualTo(new NotModified(START.plusSeconds(600).plusSeconds(900)));
		assertThat(this.peer.requests().get(1)).contains("If-None-Match: W/\"one\"\r\n");
		assertThat(this.outcomes.seen()).containsExactly("DOCUMENT", "NOT_MODIFIED");
	}

	@Test
	void fetchWhenNotModifiedAnswersAnUnconditionalRequestThenRefused() {
		String url = status("/a", "304 Not Modified");
		assertUnavailable(this.fetcher.fetch(url, null), FailureKind.UNUSABLE, "status 304");
	}

	@ParameterizedTest
	@ValueSource(strings = { "one", "\"a b\"", "\"", "w/\"a\"", "pinned-a" })
	void fetchWhenEntityTagIsNoneThenDocumentHasNone(String entityTag) {
		assertThat(document(this.fetcher.fetchFirst(json("/a", "{}", "ETag: " + entityTag), USER)).entityTag())
			.isNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "404 Not Found|-|GONE", "410 Gone|-|GONE", "429 Slow|-|UNAVAILABLE", "408 Timeout|-|UNAVAILABLE",
					"500 Oops|-|UNAVAILABLE", "503 Later|-|UNAVAILABLE", "403 No|-|UNUSABLE",
					"403 No|cf-mitigated: challenge|CHALLENGED", "503 No|CF-Mitigated: Challenge|CHALLENGED",
					"401 No|-|UNUSABLE", "204 Nothing|-|UNUSABLE", "206 Part|-|UNUSABLE",
					"301 Moved|Location: /b|UNUSABLE", "307 Moved|Location: /a|UNUSABLE" },
			nullValues = "-")
	void fetchWhenStatusIsNot200ThenErrorOfItsKindAndNothingIsFollowed(String status, @Nullable String header,
			FailureKind kind) {
		json("/b", "{}");
		String url = status("/a", status, headers(header, null));
		assertUnavailable(this.fetcher.fetchFirst(url, USER), kind, "status " + status.substring(0, 3));
		assertThat(this.peer.connections()).isOne();
		assertThat(this.outcomes.seen()).containsExactly(kind.name());
	}

	/**
	 * §8.6 of the draft: what {@code dcr.fetch} allows isn't allowed for documents.
	 */
	@Test
	void fetchWhenHostIsAllowedForOtherDocumentsThenRefusedWithoutConnection() {
		DocumentFetcher strict = fetcher(
				new FetchSettings(Set.of(), true, Duration.ofHours(1), DataSize.ofKilobytes(5)), FRESHNESS, ANY_NUMBER,
				List.of());
		String url = json("/a", "{}");
		assertUnavailable(strict.fetchFirst(url, USER), FailureKind.REFUSED, "must be https");
		assertUnavailable(strict.fetchFirst(url.replace("http:", "https:"), USER), FailureKind.REFUSED,
				"no public address");
		assertThat(this.peer.connections()).isZero();
	}

	@Test
	void fetchWhenManyWantItAtOnceThenOneFetch() throws Exception {
		int callers = 50;
		List<Thread> waiting = new CopyOnWriteArrayList<>();
		String url = on("/a", (out) -> {
			// until each of them waits for the fetch
			while (waiting.size() < callers
					|| !waiting.stream().allMatch((caller) -> caller.getState() == Thread.State.WAITING)) {
				LockSupport.parkNanos(Duration.ofMillis(1).toNanos());
			}
			answer(out, "application/json", "{}".getBytes(StandardCharsets.UTF_8));
		});
		DocumentFetcher shared = fetcher(FRESHNESS, new DocumentSettings.Budget(1, 1, 1));
		List<FetchedDocument> all = this.calls.atOnce(callers, (i) -> {
			waiting.add(Thread.currentThread());
			return shared.fetchFirst(url, USER);
		});
		assertThat(all).hasSize(callers).allMatch(Document.class::isInstance);
		assertThat(this.peer.connections()).isOne();
	}

	private static Caller user(String name) {
		return new Caller(name, true);
	}

	private static Caller client(String address) {
		return new Caller(address, false);
	}

	private String url(String path) {
		return "http://localhost:" + this.peer.port() + path;
	}

	private String json(String path, String body, String... headers) {
		return this.peer.json(path, body, headers).toString();
	}

	private String on(String path, Peer.Behaviour behaviour) {
		return this.peer.on(path, behaviour).toString();
	}

	private String status(String path, String status, String... headers) {
		String lines = (headers.length > 0) ? String.join("\r\n", headers) + "\r\n" : "";
		return on(path, (out) -> Peer.head(out, status, "application/json", lines));
	}

	private static void answer(OutputStream out, String type, byte[] body) throws IOException {
		Peer.head(out, "200 OK", type, "");
		out.write(body);
	}

	private static String[] headers(@Nullable String header, @Nullable String other) {
		return Stream.of(header, other).filter(Objects::nonNull).toArray(String[]::new);
	}

	private Peer peer() {
		return this.peer;
	}

	private MutableClock clock() {
		return this.clock;
	}

	private DocumentFetcher fetcher(DocumentSettings.Freshness freshness, DocumentSettings.Budget budget) {
		// No test but those of the timeouts may fail because the machine has other things
		// to do
		return fetcher(bounds(), freshness, budget, List.of());
	}

	private static FetchSettings bounds() {
		return new FetchSettings(Set.of("localhost"), false, Duration.ofHours(1), DataSize.ofKilobytes(5));
	}

	private DocumentFetcher fetcher(List<PinnedDocument> pinned, Events events) {
		return new DocumentFetcher(this.wayOut, new DocumentSettings(bounds(), FRESHNESS, ANY_NUMBER), pinned,
				events.seen::add, this.outcomes.registry, this.clock);
	}

	private DocumentFetcher fetcher(FetchSettings bounds, DocumentSettings.Freshness freshness,
			DocumentSettings.Budget budget, List<PinnedDocument> pinned) {
		return new DocumentFetcher(this.wayOut, new DocumentSettings(bounds, freshness, budget), pinned, (event) -> {
		}, this.outcomes.registry, this.clock);
	}

	private static Document document(FetchedDocument fetched) {
		assertThat(fetched).isInstanceOf(Document.class);
		return (Document) fetched;
	}

	private static void assertUnavailable(FetchedDocument fetched, FailureKind kind, String sentence) {
		assertThat(fetched).isInstanceOfSatisfying(Unavailable.class, (unavailable) -> {
			assertThat(unavailable.kind()).isEqualTo(kind);
			assertThat(unavailable.reason()).contains(sentence);
		});
	}

	@Nested
	class WhatIsNoDocument {

		@Test
		void fetchWhenTypeIsOtherJsonThenDocument() {
			for (String type : List.of("application/json; charset=utf-8", "application/cimd+json",
					"Application/Client+JSON")) {
				String url = on("/a", (out) -> answer(out, type, "{}".getBytes(StandardCharsets.UTF_8)));
				assertThat(document(DocumentFetcherTests.this.fetcher.fetchFirst(url, USER)).json()).isEqualTo("{}");
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "text/plain", "text/html", "application/jsonp", "text/x+json", "*/*",
				"application/*+json" })
		void fetchWhenTypeIsNotJsonThenRefused(String type) {
			String url = on("/a", (out) -> answer(out, type, "{}".getBytes(StandardCharsets.UTF_8)));
			assertUnavailable(fetchFirst(url), FailureKind.UNUSABLE, "content type");
		}

		@Test
		void fetchWhenLargerThan5KilobytesThenRefused() {
			json("/a", "[" + " ".repeat(5118) + "]");
			json("/b", "[" + " ".repeat(5119) + "]");
			assertThat(fetchFirst(url("/a"))).isInstanceOf(Document.class);
			assertUnavailable(fetchFirst(url("/b")), FailureKind.UNUSABLE, "more than 5120 bytes");
		}

		@Test
		void fetchWhenGzipBombThenRefusedUnread() throws IOException {
			ByteArrayOutputStream bomb = new ByteArrayOutputStream();
			try (GZIPOutputStream gzip = new GZIPOutputStream(bomb)) {
				gzip.write(new byte[1_000_000]);
			}
			String url = on("/a", (out) -> {
				Peer.head(out, "200 OK", "application/json", "Content-Encoding: gzip\r\n");
				out.write(bomb.toByteArray());
			});
			assertUnavailable(fetchFirst(url), FailureKind.UNUSABLE, "content encoding");
		}

		@Test
		void fetchWhenEncodingIsNoneThenDocument() {
			assertThat(fetchFirst(json("/a", "{}", "Content-Encoding: Identity"))).isInstanceOf(Document.class);
		}

		@Test
		void fetchWhenNotUtf8ThenRefused() {
			String url = on("/a", (out) -> answer(out, "application/json", new byte[] { '"', (byte) 0xE9, '"' }));
			assertUnavailable(fetchFirst(url), FailureKind.UNUSABLE, "UTF-8");
		}

		@Test
		void fetchWhenDrippingThenEndsByDeadline() {
			String url = on("/a", (out) -> {
				Peer.head(out, "200 OK", "application/json", "");
				while (!Thread.currentThread().isInterrupted()) {
					out.write(' ');
					out.flush();
					LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
				}
			});
			DocumentFetcher impatient = fetcher(
					new FetchSettings(Set.of("localhost"), false, Duration.ofMillis(300), DataSize.ofKilobytes(5)),
					FRESHNESS, ANY_NUMBER, List.of());
			assertUnavailable(impatient.fetchFirst(url, USER), FailureKind.UNREACHABLE, "within 300 ms");
		}

		@Test
		void fetchWhenHostHangsUpThenUnreachable() {
			assertUnavailable(fetchFirst(on("/a", (out) -> {
			})), FailureKind.UNREACHABLE, "could not be read");
		}

		private FetchedDocument fetchFirst(String url) {
			return DocumentFetcherTests.this.fetcher.fetchFirst(url, USER);
		}

	}

	@Nested
	class AfterFailures {

		@Test
		void fetchWhenItFailsAgainAndAgainThenLeftAloneForLongerEachTime() {
			String url = status("/a", "500 Oops");
			for (int seconds : new int[] { 1, 2, 4, 8, 16, 32, 60, 60 }) {
				int before = peer().connections();
				Instant retryAfter = clock().instant().plusSeconds(seconds);
				assertThat(((Unavailable) fetch(url)).retryAfter()).isEqualTo(retryAfter);
				clock().advance(Duration.ofSeconds(seconds).minusMillis(1));
				assertThat(fetch(url)).isEqualTo(new Unavailable(FailureKind.UNAVAILABLE,
						"The URL answered with the status 500 instead of 200; redirects are not followed", retryAfter));
				assertThat(peer().connections()).isEqualTo(before + 1);
				clock().advance(Duration.ofMillis(1));
			}
			assertThat(DocumentFetcherTests.this.outcomes.seen()).startsWith("UNAVAILABLE", "LEFT_ALONE");
		}

		@Test
		void fetchWhenItWorksAgainThenAtOnceAndErrorIsForgotten() {
			String url = status("/a", "404 Not Found");
			assertUnavailable(fetch(url), FailureKind.GONE, "404");
			json("/a", "{}");
			clock().advance(Duration.ofSeconds(1));
			assertThat(fetch(url)).isInstanceOf(Document.class);
			clock().advance(Duration.ofMinutes(5));
			status("/a", "404 Not Found");
			assertThat(((Unavailable) fetch(url)).retryAfter()).isEqualTo(clock().instant().plusSeconds(1));
		}

		/**
		 * A document that isn't to be kept is asked for by the authorization endpoint and
		 * by the one for pushed requests within a second.
		 */
		@Test
		void fetchWhenItSucceedsThenNeverHeldUp() {
			DocumentFetcher eager = fetcher(
					new DocumentSettings.Freshness(Duration.ZERO, Duration.ofHours(24), Duration.ofHours(1)),
					new DocumentSettings.Budget(1, 1, 1));
			String url = json("/a", "{}", "Cache-Control: private, max-age=0, must-revalidate");
			assertThat(document(eager.fetchFirst(url, USER)).freshUntil()).isEqualTo(START);
			for (int i = 0; i < 20; i++) {
				assertThat(document(eager.fetch(url, null)).freshUntil()).isEqualTo(START);
			}
			assertThat(peer().connections()).isEqualTo(21);
		}

		@ParameterizedTest
		@CsvSource(delimiter = '|', value = { "30|30", "0|1", "3600|300", "Thu, 01 Jan 2026 00:00:40 GMT|40",
				"Wed, 31 Dec 2025 00:00:00 GMT|1", "later|1" })
		void fetchWhenHostWantsToBeLeftAloneThenIsWithinBounds(String retryAfter, long seconds) {
			String url = status("/a", "429 Slow", "Retry-After: " + retryAfter);
			assertThat(((Unavailable) fetch(url)).retryAfter()).isEqualTo(START.plusSeconds(seconds));
		}

		@Test
		void fetchWhenDocumentWasRefusedThenLeftAloneAsAfterAnyOtherFailure() {
			String url = json("/a", "{}");
			for (int seconds : new int[] { 1, 2, 4 }) {
				assertThat(fetch(url)).isInstanceOf(Document.class);
				for (int i = 0; i < 10; i++) { // all who waited for it
					DocumentFetcherTests.this.fetcher.refused(url,
							new Unavailable(FailureKind.UNUSABLE, "No redirect_uris", null));
				}
				assertThat(fetch(url)).isEqualTo(new Unavailable(FailureKind.UNUSABLE, "No redirect_uris",
						clock().instant().plusSeconds(seconds)));
				clock().advance(Duration.ofSeconds(seconds));
			}
			assertThat(peer().connections()).isEqualTo(3);
		}

		/**
		 * While a clock is ahead no certificate holds, and all fetches fail.
		 */
		@Test
		void fetchWhenItFailedBeforeTheClockWasPutBackThenNotLeftAlone() {
			String url = status("/a", "500 Oops");
			clock().advance(Duration.ofDays(1));
			assertThat(fetch(url)).isInstanceOf(Unavailable.class);
			clock().advance(Duration.ofDays(-1));
			assertThat(((Unavailable) fetch(url)).retryAfter()).isBefore(START.plusSeconds(60));
			assertThat(peer().connections()).isEqualTo(2);
			json("/a", "{}");
			clock().advance(Duration.ofSeconds(60));
			assertThat(fetch(url)).isInstanceOf(Document.class);
		}

		@Test
		void failedWhenTooManyUrlsFailThenTheOldestAreForgotten() {
			FailureBackOff backOff = new FailureBackOff(clock());
			Unavailable failure = new Unavailable(FailureKind.GONE, "Gone", null);
			for (int i = 0; i <= FailureBackOff.MAX_URLS; i++) {
				backOff.failed("https://client.example/" + i, failure, null);
			}
			assertThat(backOff.current("https://client.example/0")).isNull();
			assertThat(backOff.current("https://client.example/1")).isNotNull();
		}

		@Test
		void failedWhenItIsLeftAloneThenThatIsTheSameFailure() {
			FailureBackOff backOff = new FailureBackOff(clock());
			Unavailable first = backOff.failed("https://client.example/c",
					new Unavailable(FailureKind.GONE, "Gone", null), null);
			assertThat(backOff.failed("https://client.example/c",
					new Unavailable(FailureKind.UNREACHABLE, "No answer", null), Duration.ofMinutes(1)))
				.isEqualTo(first);
		}

		private FetchedDocument fetch(String url) {
			return DocumentFetcherTests.this.fetcher.fetchFirst(url, USER);
		}

	}

	@Nested
	class Budgets {

		@Test
		void fetchFirstWhenCallerHasUsedItsBudgetThenOthersHaveTheirs() {
			DocumentFetcher thrifty = fetcher(FRESHNESS, new DocumentSettings.Budget(2, 4, 100));
			assertThat(thrifty.fetchFirst(json("/a", "{}"), user("one"))).isInstanceOf(Document.class);
			assertThat(thrifty.fetchFirst(json("/b", "{}"), user("one"))).isInstanceOf(Document.class);
			assertThat(thrifty.fetchFirst(json("/c", "{}"), user("one"))).isEqualTo(busy(START.plusSeconds(60)));
			assertThat(thrifty.fetchFirst(url("/c"), user("other"))).isInstanceOf(Document.class);
			assertThat(DocumentFetcherTests.this.outcomes.seen()).containsExactly("DOCUMENT", "DOCUMENT", "BUSY",
					"DOCUMENT");
			clock().advance(Duration.ofMinutes(1));
			assertThat(thrifty.fetchFirst(url("/a"), user("one"))).isInstanceOf(Document.class);
		}

		@Test
		void fetchFirstWhenManyUrlsOfADeadHostThenNoMoreThanItsBudget() {
			DocumentFetcher thrifty = fetcher(FRESHNESS, new DocumentSettings.Budget(null, 5, null));
			List<FetchedDocument> all = IntStream.range(0, 1000)
				.mapToObj((i) -> thrifty.fetchFirst(on("/" + i, (out) -> {
				}), user("user " + i)))
				.toList();
			assertThat(all).hasOnlyElementsOfType(Unavailable.class);
			assertThat(peer().connections()).isEqualTo(5);
			// who was refused used up nothing
			clock().advance(Duration.ofMinutes(1));
			assertThat(thrifty.fetchFirst(json("/a", "{}"), USER)).isInstanceOf(Document.class);
		}

		@Test
		void fetchFirstWhenServerHasUsedItsBudgetThenNobodyElsesIsUsed() {
			DocumentFetcher thrifty = fetcher(FRESHNESS, new DocumentSettings.Budget(2, 2, 1));
			assertThat(thrifty.fetchFirst(json("/a", "{}"), USER)).isInstanceOf(Document.class);
			for (int i = 0; i < 10; i++) {
				assertThat(thrifty.fetchFirst(url("/a"), USER)).isEqualTo(busy(START.plusSeconds(60)));
			}
			FirstUses uses = new FirstUses(new DocumentSettings.Budget(2, 2, 1), clock());
			assertThat(uses.take(USER, "host")).isNull();
			assertThat(uses.take(USER, "host")).isNotNull();
		}

		@Test
		void takeWhenOneSubscriberHasManyAddressesThenHasTheBudgetOfOne() {
			FirstUses uses = new FirstUses(new DocumentSettings.Budget(1, null, null), clock());
			assertThat(uses.take(client("2001:db8:1:2::1"), "host")).isNull();
			assertThat(uses.take(client("2001:db8:1:2::2"), "host")).isNotNull();
			assertThat(uses.take(client("2001:db8:1:3::1"), "host")).isNull();
			FirstUses refused = new FirstUses(new DocumentSettings.Budget(1, 1, null), clock());
			assertThat(refused.take(client("2001:db8:1:2::1"), "host")).isNull();
			assertThat(refused.take(client("2001:db8:1:3::1"), "host")).isNotNull();
			assertThat(refused.take(client("2001:db8:1:3::2"), "other")).as("it used up nothing").isNull();
		}

		/**
		 * Anybody can send what looks like the assertion of a client.
		 */
		@Test
		void takeWhenClientsByThemselvesUsedUpTheirShareThenUsersHaveTheOther() {
			for (DocumentSettings.Budget budget : List.of(new DocumentSettings.Budget(1, 4, null),
					new DocumentSettings.Budget(1, null, 4))) {
				FirstUses uses = new FirstUses(budget, clock());
				assertThat(uses.take(client("192.0.2.1"), "host")).isNull();
				assertThat(uses.take(client("192.0.2.2"), "host")).isNull();
				assertThat(uses.take(client("192.0.2.3"), "host")).isNotNull();
				assertThat(uses.take(user("one"), "host")).isNull();
				assertThat(uses.take(user("two"), "host")).isNull();
				assertThat(uses.take(user("three"), "host")).isNotNull();
				clock().advance(Duration.ofMinutes(1));
				for (int i = 0; i < 4; i++) {
					assertThat(uses.take(user("user " + i), "host")).isNull();
				}
				assertThat(uses.take(client("192.0.2.1"), "host")).isNotNull();
			}
		}

		@Test
		void fetchWhenEveryBudgetIsUsedUpThenStoredClientsAreNotBlocked() {
			DocumentFetcher thrifty = fetcher(FRESHNESS, new DocumentSettings.Budget(1, 1, 1));
			thrifty.fetchFirst(json("/a", "{}"), USER);
			assertThat(thrifty.fetchFirst(url("/a"), USER)).isInstanceOf(Unavailable.class);
			for (int i = 0; i < 10; i++) {
				assertThat(thrifty.fetch(url("/a"), null)).isInstanceOf(Document.class);
			}
		}

		@Test
		void fetchFirstWhenBudgetWasUsedUpBeforeTheClockWasPutBackThenThereIsAnother() {
			DocumentFetcher thrifty = fetcher(FRESHNESS, new DocumentSettings.Budget(1, 1, 1));
			clock().advance(Duration.ofDays(1));
			assertThat(thrifty.fetchFirst(json("/a", "{}"), USER)).isInstanceOf(Document.class);
			clock().advance(Duration.ofDays(-1));
			assertThat(thrifty.fetchFirst(url("/a"), USER)).isInstanceOf(Document.class);
			assertThat(thrifty.fetchFirst(url("/a"), USER)).isEqualTo(busy(START.plusSeconds(60)));
		}

		@Test
		void takeWhenThereAreTooManyKeysThenTheOldestMakesRoom() {
			FetchBudget budget = new FetchBudget(1, clock());
			for (int i = 0; i <= FetchBudget.MAX_KEYS; i++) {
				assertThat(budget.take("user " + i)).isNull();
			}
			assertThat(budget.take("user 1")).isNotNull();
			assertThat(budget.take("user 0")).isNull();
		}

		@Test
		void giveBackThenThatOneAlone() {
			FetchBudget budget = new FetchBudget(2, clock());
			budget.giveBack("user"); // had none
			assertThat(budget.take("user")).isNull();
			assertThat(budget.take("user")).isNull();
			budget.giveBack("user");
			assertThat(budget.take("user")).isNull();
			assertThat(budget.take("user")).isEqualTo(START.plusSeconds(60));
		}

		private Unavailable busy(Instant retryAfter) {
			return new Unavailable(FailureKind.BUSY,
					"Too many documents of unknown clients were fetched in the last minute (dcr.cimd.budget)",
					retryAfter);
		}

	}

	@Nested
	class Pinned {

		private final String url = url("/a");

		private final String copy = "{\"client_id\": \"" + this.url + "\", \"client_name\": \"Copy\"}";

		private final Events events = new Events();

		private final DocumentFetcher pinning = fetcher(List.of(new PinnedDocument(this.url, this.copy)), this.events);

		@ParameterizedTest
		@CsvSource(delimiter = '|', value = { "403 No|cf-mitigated: challenge", "503 Later|x: y", "429 Slow|x: y" })
		void fetchFirstWhenHostDoesNotAnswerServersThenCopy(String status, String header) {
			status("/a", status, header);
			Document served = document(this.pinning.fetchFirst(this.url, USER));
			assertThat(served.json()).isEqualTo(this.copy);
			assertThat(served.freshUntil()).isEqualTo(START.plus(Duration.ofHours(1)));
			// also while the host is left alone
			assertThat(this.pinning.fetchFirst(this.url, USER)).isEqualTo(served);
			assertThat(peer().connections()).isOne();
			clock().advance(Duration.ofHours(1));
			assertThat(this.pinning.fetch(this.url, served.entityTag()))
				.isEqualTo(new NotModified(START.plus(Duration.ofHours(2))));
			assertThat(peer().requests()).noneMatch((request) -> request.contains("If-None-Match"));
		}

		@Test
		void fetchWhenOperatorReplacedTheCopyThenTheNewOne() {
			status("/a", "503 Later");
			String before = new PinnedDocument(this.url, this.copy.replace("Copy", "Older")).validator();
			assertThat(document(this.pinning.fetch(this.url, before)).json()).isEqualTo(this.copy);
		}

		@ParameterizedTest
		@ValueSource(strings = { "404 Not Found", "410 Gone", "403 No", "302 Found" })
		void fetchFirstWhenHostSaysNoThenNoCopy(String status) {
			status("/a", status);
			assertThat(this.pinning.fetchFirst(this.url, USER)).isInstanceOf(Unavailable.class);
		}

		@Test
		void fetchWhenCallersDocumentCameFromTheHostThenNoCopy() {
			status("/a", "503 Later");
			assertThat(this.pinning.fetch(this.url, "\"one\"")).isInstanceOf(Unavailable.class);
			assertThat(this.pinning.fetch(this.url, null)).isInstanceOf(Unavailable.class);
		}

		@Test
		void fetchWhenRealDocumentSaysSomethingElseThenAlarmOnceForEach() {
			json("/a", "{\"client_name\": \"Copy\",   \"client_id\": \"" + this.url + "\"}");
			assertThat(document(this.pinning.fetchFirst(this.url, USER)).json()).contains("   ");
			assertThat(this.events.seen).isEmpty();
			for (String name : List.of("Other", "Third")) {
				String current = this.copy.replace("Copy", name);
				json("/a", current);
				for (int i = 0; i < 3; i++) {
					assertThat(document(this.pinning.fetch(this.url, null)).json()).isEqualTo(current);
				}
				assertThat(this.events.seen.remove(0))
					.isEqualTo(new PinnedDocumentDrifted(this.url, this.copy, current));
				assertThat(this.events.seen).isEmpty();
			}
			assertThat(DocumentFetcherTests.this.outcomes.seen()).containsExactly("DOCUMENT", "DRIFTED", "DRIFTED",
					"DRIFTED", "DRIFTED", "DRIFTED", "DRIFTED");
		}

	}

	/**
	 * The events of a test.
	 */
	private static final class Events {

		private final List<Object> seen = new ArrayList<>();

	}

	/**
	 * The outcomes that were observed.
	 */
	private static final class Outcomes implements ObservationHandler<Observation.Context> {

		private final ObservationRegistry registry = ObservationRegistry.create();

		private final List<String> seen = new CopyOnWriteArrayList<>();

		Outcomes() {
			this.registry.observationConfig().observationHandler(this);
		}

		List<String> seen() {
			return this.seen;
		}

		@Override
		public void onStop(Observation.Context context) {
			assertThat(context.getName()).isEqualTo("dcr.cimd.fetch");
			this.seen.add(Objects.requireNonNull(context.getLowCardinalityKeyValue("outcome")).getValue());
		}

		@Override
		public boolean supportsContext(Observation.Context context) {
			return true;
		}

	}

}
