package io.github.opendcr.cimd;

import java.time.Instant;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientMetadataDocument;
import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.store.InMemoryStores;
import io.github.opendcr.store.InMemoryTransactions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DocumentDirectory}.
 */
class DocumentDirectoryTests {

	private static final int PAGE = 1000;

	private final ClientMetadataDocumentStore documents = new InMemoryStores(new InMemoryTransactions()).documents();

	private final DocumentDirectory directory = new DocumentDirectory(this.documents);

	@Test
	void hostsThenWithTheirPortAndHowManyDocumentsTheyHave() {
		save("https://b.example/1", 3);
		save("https://a.example:8443/1", 2);
		save("https://b.example/2", 1);
		assertThat(this.directory.hosts()).containsExactly(Map.entry("a.example:8443", 1), Map.entry("b.example", 2));
		assertThat(this.directory.ofHost("b.example")).extracting(ClientMetadataDocument::url)
			.containsExactly("https://b.example/2", "https://b.example/1");
		assertThat(this.directory.ofHost("a.example")).isEmpty();
	}

	@Test
	void hostsWhenThereAreMorePagesThenOfAll() {
		assertThat(this.directory.hosts()).isEmpty();
		for (int i = 0; i < PAGE; i++) {
			save("https://a.example/" + i, i);
		}
		assertThat(this.directory.hosts()).containsExactly(Map.entry("a.example", PAGE));
		save("https://b.example/1", PAGE);
		assertThat(this.directory.hosts()).containsExactly(Map.entry("a.example", PAGE), Map.entry("b.example", 1));
	}

	private void save(String url, int seconds) {
		Instant seen = Instant.parse("2026-01-01T00:00:00Z");
		this.documents.save(new ClientMetadataDocument(url, null, "hash", seen, seen.plusSeconds(seconds), null));
	}

}
