package io.github.opendcr.cimd;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientStatus;
import io.github.opendcr.cimd.DocumentAdmission.Decision;
import io.github.opendcr.cimd.DocumentAdmission.Outcome;
import io.github.opendcr.cimd.DocumentRefusedException.Reason;
import io.github.opendcr.fetch.FailureKind;
import io.github.opendcr.fetch.FetchRequest;
import io.github.opendcr.fetch.FetchResult;
import io.github.opendcr.server.client.ClientUnavailableException;
import io.github.opendcr.server.client.DocumentResolution.Caller;
import io.github.opendcr.server.client.DocumentResolution.Standing;
import io.github.opendcr.testkit.ConcurrentCalls;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DocumentClients}: what becomes of a URL that is a {@code client_id}.
 */
class DocumentClientsTests {

	private static final Duration FRESH = DocumentsInMemory.FRESH;

	private static final Duration MAX_STALE = DocumentsInMemory.MAX_STALE;

	private static final Instant START = DocumentsInMemory.START;

	private static final String URL = DocumentsInMemory.URL;

	private static final Caller USER = DocumentsInMemory.USER;

	private static final String OTHER = "https://client.example/other";

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final DocumentsInMemory server = new DocumentsInMemory();

	private final DocumentClients clients = this.server.clients;

	@RegisterExtension
	private final ConcurrentCalls calls = new ConcurrentCalls();

	private final List<Thread> waiting = new CopyOnWriteArrayList<>();

	private static FetchResult failure(FailureKind kind) {
		return new FetchResult.Failure(kind, "It can't be had", null);
	}

	private void resolve(String url) {
		this.clients.resolve(url, USER);
	}

	private void assertRefused(String url, String decision) {
		this.server.assertRefused(decision, () -> resolve(url));
	}

	private void assertRefusedNow(Reason reason) {
		assertThatExceptionOfType(DocumentRefusedException.class).isThrownBy(() -> this.clients.refreshNow(URL))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(reason));
	}

	private List<String> entityTags() {
		return this.server.requests.stream().map(FetchRequest::entityTag).toList();
	}

	@Test
	void resolveWhenItIsTheClientOfSomebodyElseThenLeftAlone() {
		this.server.save(DocumentsInMemory.configured(URL));
		resolve(URL);
		assertThat(this.server.requests).isEmpty();
		assertThat(this.server.registration(URL)).isNull();
		assertRefusedNow(Reason.URL);
	}

	@ParameterizedTest
	@EnumSource(names = { "PENDING", "DISABLED" })
	void refreshNowWhenAnOperatorHasToSaySomethingFirstThenRefused(ClientStatus status) {
		this.server.make(URL);
		this.server.registrations.replace(this.server.registration(URL).withStatus(status, START), 1);
		assertRefusedNow(Reason.DENIED);
		assertThat(this.server.requests).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void resolveWhenTooManyWaitThenTheLastGoodCopyOrRefused(boolean known) throws Exception {
		if (known) {
			this.server.make(URL);
			this.server.clock.advance(FRESH);
		}
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch end = new CountDownLatch(1);
		this.server.serve(URL, (request) -> {
			begun.countDown();
			ConcurrentCalls.await(end);
			return new FetchResult.Document(DocumentsInMemory.client(URL, "Notes"), null, null);
		});
		List<Future<?>> calls = new ArrayList<>(List.of(start()));
		begun.await();
		IntStream.range(0, SingleFlight.MOST_WAITING).forEach((i) -> calls.add(start()));
		while (!areWaiting()) {
			Thread.onSpinWait();
		}
		if (known) {
			resolve(URL);
			this.server.clock.advance(MAX_STALE);
			this.server.documents.replace(this.server.document(URL).absent(START, "UNREACHABLE"));
		}
		assertRefused(URL, "unavailable");
		end.countDown();
		for (Future<?> call : calls) {
			call.get();
		}
		resolve(URL);
	}

	@Test
	void fetchWhenTooManyWaitThenOthersAreToldSo() throws Exception {
		CountDownLatch end = new CountDownLatch(1);
		this.server.serve(URL, (request) -> {
			ConcurrentCalls.await(end);
			return new FetchResult.Document("{}", null, null);
		});
		List<Future<FetchedDocument>> calls = new ArrayList<>();
		for (int i = 0; i <= SingleFlight.MOST_WAITING; i++) {
			calls.add(this.calls.start(() -> {
				this.waiting.add(Thread.currentThread());
				return this.server.fetcher.fetch(URL, null);
			}));
		}
		while (!areWaiting()) {
			Thread.onSpinWait();
		}
		assertThat(this.server.fetcher.fetch(URL, null)).isInstanceOfSatisfying(FetchedDocument.Unavailable.class,
				(busy) -> assertThat(busy.kind()).isEqualTo(FailureKind.BUSY));
		end.countDown();
		for (Future<FetchedDocument> call : calls) {
			assertThat(call.get()).isInstanceOf(FetchedDocument.Document.class);
		}
		assertThat(this.server.requests).hasSize(1);
	}

	private boolean areWaiting() {
		return this.waiting.size() > SingleFlight.MOST_WAITING
				&& this.waiting.stream().allMatch((caller) -> caller.getState() == Thread.State.WAITING);
	}

	private Future<?> start() {
		return this.calls.start(() -> {
			this.waiting.add(Thread.currentThread());
			resolve(URL);
			return null;
		});
	}

	@Test
	void refreshNowThenWithoutAConditionAndOnceInAMinute() {
		this.server.make(URL);
		this.clients.refreshNow(URL);
		assertThat(entityTags()).containsExactly(null, null);
		assertRefusedNow(Reason.TOO_SOON);
		this.server.serveClient(OTHER, "Other");
		this.clients.refreshNow(OTHER);
		assertThat(this.server.registration(OTHER)).isNotNull();
		this.server.clock.advance(MINUTE);
		this.server.serve(URL, failure(FailureKind.UNREACHABLE));
		assertRefusedNow(Reason.UNAVAILABLE); // though the copy serves
		assertThat(this.server.document(URL).absence().kind()).isEqualTo("UNREACHABLE");
		resolve(URL);
	}

	@Test
	void refreshNowWhenDeniedOrNotAdmittedThenRefused() {
		this.server.decisions.put(URL, Decision.refuse());
		assertRefusedNow(Reason.NOT_ADMITTED);
		this.server.decisions.clear();
		this.server.documents.deny(URL, START);
		assertRefusedNow(Reason.DENIED);
		assertThat(this.server.requests).isEmpty();
	}

	@Test
	void startsThenCountedAsAdmittedOrAsReported() {
		this.clients.starts(URL);
		this.server.decisions.put(URL, new Decision(Outcome.REPORTED, null, false));
		this.clients.starts(URL);
		assertThat(this.clients.refuse(URL)).isInstanceOf(ClientUnavailableException.class);
		assertThat(this.server.observed).containsExactly("dcr.cimd.admission admitted", "dcr.cimd.admission reported",
				"dcr.cimd.admission unknown");
	}

	/**
	 * What is known before anybody fetches anything.
	 */
	@Nested
	class Standings {

		@Test
		void whenItIsNoUrlOrTheClientOfSomebodyElseThenOther() {
			assertThat(clients().standing("client")).isEqualTo(Standing.OTHER);
			server().save(DocumentsInMemory.configured(URL));
			server().decisions.put(URL, Decision.refuse());
			assertThat(clients().standing(URL)).isEqualTo(Standing.OTHER);
			assertThat(server().observed).isEmpty();
		}

		@Test
		void whenItWasMadeThenReadyWhileFreshAndDueAfterThat() {
			assertThat(clients().standing(URL)).isEqualTo(Standing.UNKNOWN);
			server().make(URL);
			assertThat(clients().standing(URL)).isEqualTo(Standing.READY);
			server().clock.advance(FRESH.minusMillis(1));
			assertThat(clients().standing(URL)).isEqualTo(Standing.READY);
			server().clock.advance(Duration.ofMillis(1));
			assertThat(clients().standing(URL)).isEqualTo(Standing.DUE);
		}

		@ParameterizedTest
		@EnumSource(names = { "UNREACHABLE", "GONE" })
		void whenItCannotBeHadThenByTheLastGoodCopyForAWhileUnlessItIsGone(FailureKind kind) {
			server().make(URL);
			server().documents.replace(server().document(URL).absent(START, kind.name()));
			assertThat(clients().standing(URL))
				.isEqualTo((kind == FailureKind.UNREACHABLE) ? Standing.DUE : Standing.UNKNOWN);
			server().clock.advance(MAX_STALE);
			assertThat(clients().standing(URL)).isEqualTo(Standing.UNKNOWN);
		}

		@Test
		void whenItIsRefusedThenSoIsWhatIsKnown() {
			server().make(URL);
			server().decisions.put(URL, Decision.refuse());
			assertRefused(URL, "not_admitted");
			assertRefused(OTHER + "\0", "url");
			server().documents.deny(OTHER, START);
			assertRefused(OTHER, "denied");
		}

		@Test
		void whenNoDatabaseCanHoldItThenNothingIsLookedUp() {
			server().replaceRepository(null);
			assertRefused("https://client.example/\0", "url");
			assertRefused("https://client.example/\uD800", "url");
		}

		private void assertRefused(String url, String decision) {
			server().assertRefused(decision, () -> clients().standing(url));
		}

		private DocumentsInMemory server() {
			return DocumentClientsTests.this.server;
		}

		private DocumentClients clients() {
			return DocumentClientsTests.this.clients;
		}

	}

	/**
	 * Who reads the log learns why, and can't be flooded.
	 */
	@Nested
	@ExtendWith(OutputCaptureExtension.class)
	class Logged {

		private static final int MOST_LINES = 60;

		@Test
		void whenRefusedThenWhyInOneLineThatNobodyElseWrote(CapturedOutput output) {
			String url = "https://client.example/a\nb\u001B" + "c".repeat(200);
			assertRefused(url, "url");
			assertThat(output)
				.contains("Refused as a client: " + url.substring(0, 200).replaceAll("[\n\u001B]", "?") + "...");
			String longest = "https://client.example/#" + "d".repeat(200 - 24);
			assertRefused(longest, "url");
			assertThat(output).contains("Refused as a client: " + longest + ".");
			assertThat(output).doesNotContain(longest + "...");
		}

		@Test
		void whenManyAreRefusedThenOneMinuteHasSoManyLines(CapturedOutput output) {
			for (int i = 0; i < MOST_LINES + 10; i++) {
				assertRefused("https:", "url");
			}
			assertThat(output.toString().split("Refused as a client", -1)).hasSize(MOST_LINES + 1);
			DocumentClientsTests.this.clients.refuse(URL);
			assertThat(output).contains("is fetched for a user who is logged in");
			DocumentClientsTests.this.server.clock.advance(MINUTE);
			assertRefused("https:", "url");
			assertThat(output.toString().split("Refused as a client: https:\\.", -1)).hasSize(MOST_LINES + 2);
		}

		@Test
		void whenReportedThenWhatWouldBeRefused(CapturedOutput output) {
			DocumentClientsTests.this.clients.starts(OTHER);
			assertThat(output).doesNotContain(OTHER);
			DocumentClientsTests.this.server.decisions.put(URL, new Decision(Outcome.REPORTED, null, false));
			DocumentClientsTests.this.clients.starts(URL);
			assertThat(output).contains("dcr.cimd.admission=listed would refuse " + URL);
		}

	}

}
