package io.github.opendcr.cimd;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientMetadataDocument;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.cimd.DocumentsInMemory.OwnRepository;
import io.github.opendcr.fetch.FailureKind;
import io.github.opendcr.fetch.FetchResult;
import io.github.opendcr.storage.ClientStorage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DocumentSweep}.
 */
class DocumentSweepTests {

	private static final Duration FRESH = DocumentsInMemory.FRESH;

	private static final Instant START = DocumentsInMemory.START;

	private static final String URL = DocumentsInMemory.URL;

	private static final String OTHER = "https://client.example/other";

	private static final Duration RETENTION = Duration.ofDays(1);

	private static final int PAGE = 100;

	private final DocumentsInMemory server = new DocumentsInMemory();

	private DocumentSweep sweep(String... listed) {
		return sweep(this.server.storage, listed);
	}

	private DocumentSweep sweep(ClientStorage storage, String... listed) {
		return new DocumentSweep(Duration.ofHours(1), RETENTION, Set.of(listed), this.server.clients,
				this.server.documents, storage, this.server.lifecycle(storage), this.server.observations,
				this.server.clock);
	}

	private void assertSwept(DocumentSweep sweep, String... outcomes) {
		this.server.observed.clear();
		sweep.sweep();
		assertThat(this.server.observed).map((seen) -> seen.replace("dcr.cimd.sweep ", "")).containsExactly(outcomes);
	}

	@Test
	void sweepWhenFreshThenNotLookedAt() {
		this.server.make(URL);
		this.server.clock.advance(FRESH.minusMillis(1));
		assertSwept(sweep(URL));
		assertThat(this.server.requests).hasSize(1);
	}

	@Test
	void sweepWhenListedOrGrantedSomethingThenLookedAtAndStays() {
		this.server.make(URL);
		this.server.make(OTHER);
		this.server.grant(OTHER);
		this.server.clock.advance(RETENTION);
		assertSwept(sweep(URL), "LOOKED_AT", "LOOKED_AT");
		assertThat(this.server.requests).hasSize(4);
		assertThat(this.server.document(OTHER).checkedAt()).isEqualTo(START.plus(RETENTION));
	}

	@Test
	void sweepWhenNobodyUsesItThenDeletedAfterAWhile() {
		this.server.make(URL);
		this.server.clock.advance(RETENTION.minusMillis(1));
		assertSwept(sweep(), "LEFT_ALONE");
		assertThat(this.server.registration(URL)).isNotNull();
		this.server.clock.advance(Duration.ofMillis(1));
		assertSwept(sweep(), "DELETED");
		assertThat(this.server.registration(URL)).isNull();
		assertThat(this.server.document(URL)).isNull();
		assertThat(this.server.requests).hasSize(1);
		assertSwept(sweep());
	}

	@Test
	void sweepWhenDisabledOrHalfOfItIsGoneThenLeftAlone() {
		this.server.make(URL);
		this.server.registrations.replace(this.server.registration(URL).withStatus(ClientStatus.DISABLED, START), 1);
		this.server.documents.save(new ClientMetadataDocument(OTHER, null, "hash", START, START, null));
		this.server.clock.advance(RETENTION);
		assertSwept(sweep(URL, OTHER), "LEFT_ALONE", "LEFT_ALONE");
		assertThat(this.server.requests).hasSize(1);
	}

	@Test
	void sweepWhenOneFailsThenTheOthersAreLookedAt() {
		this.server.make(URL);
		this.server.make(OTHER);
		this.server.make("https://client.example/third");
		this.server.serve(URL, new FetchResult.Failure(FailureKind.GONE, "It is gone", null));
		this.server.serve(OTHER, (request) -> {
			throw new IllegalStateException("made up");
		});
		this.server.clock.advance(FRESH);
		assertSwept(sweep(URL, OTHER, "https://client.example/third"), "REFUSED", "error", "FAILED", "LOOKED_AT");
	}

	@Test
	void sweepWhenListedOneIsMissingThenMade() {
		this.server.make(URL);
		this.server.serveClient(OTHER, "Other");
		assertSwept(sweep(URL, OTHER), "LOOKED_AT");
		assertThat(this.server.registration(OTHER)).isNotNull();
		assertSwept(sweep(URL, OTHER));
	}

	@Test
	void sweepWhenThereAreManyThenAllPagesAreLookedAt() {
		IntStream.range(0, PAGE)
			.mapToObj((i) -> new ClientMetadataDocument(URL + i, null, "hash", START, START, null))
			.forEach(this.server.documents::save);
		this.server.make(URL);
		this.server.clock.advance(FRESH);
		sweep(URL).sweep();
		assertThat(this.server.observed).hasSize(PAGE + 1).endsWith("dcr.cimd.sweep LOOKED_AT");
	}

	@Test
	void workWhenStoppingThenNothingIsLookedAtAnyMore() {
		this.server.make(URL);
		this.server.clock.advance(FRESH);
		sweep(URL, OTHER).work(() -> true);
		assertThat(this.server.requests).hasSize(1);
		int[] asked = { 0 };
		this.server.make(OTHER);
		this.server.clock.advance(FRESH);
		sweep(URL, OTHER).work(() -> asked[0]++ == 1);
		assertThat(this.server.requests).hasSize(3);
	}

	@Test
	void sweepWhenNothingRemovesClientsThenTheyStay() {
		this.server.make(URL);
		this.server.clock.advance(RETENTION);
		assertSwept(sweep(this.server.storage(new OwnRepository(this.server))), "LEFT_ALONE");
		assertThat(this.server.registration(URL)).isNotNull();
	}

}
