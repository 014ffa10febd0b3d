package io.github.opendcr.cimd;

import java.util.List;

import org.junit.jupiter.api.Test;

import io.github.opendcr.RegistrationException;
import io.github.opendcr.cimd.DocumentAdmission.Decision;
import io.github.opendcr.fetch.FailureKind;
import io.github.opendcr.fetch.FetchResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link DocumentPreviews}.
 */
class DocumentPreviewsTests {

	private static final String URL = DocumentsInMemory.URL;

	private final DocumentsInMemory server = new DocumentsInMemory();

	private final DocumentPreviews previews = previews("usual");

	private DocumentPreviews previews(String usualPolicy) {
		return new DocumentPreviews(this.server::judge, this.server.fetcher, this.server.negotiation, usualPolicy);
	}

	@Test
	void decideThenAsWhenItStartsSomething() {
		assertThat(this.previews.decide(URL)).isEqualTo(Decision.admit(null));
		this.server.decisions.put(URL, Decision.admit("other"));
		assertThat(this.previews.decide(URL)).isEqualTo(Decision.admit("other"));
		assertThat(this.previews.decide("https://client.example")).isEqualTo(Decision.refuse());
	}

	@Test
	void previewThenFetchedAndJudgedWhetherItWouldBeLetInOrNot() {
		this.server.serveClient(URL, "Notes");
		this.server.decisions.put(URL, Decision.refuse());
		assertThat(this.previews.preview(URL).orThrow().effective().getClientName()).isEqualTo("Notes");
		assertThat(this.server.registration(URL)).isNull();
	}

	@Test
	void previewWhenItCannotBeHadThenSaysWhy() {
		this.server.serve(URL, new FetchResult.Failure(FailureKind.GONE, "It is gone", null));
		assertThat(descriptions(this.previews.preview(URL))).containsExactly("It is gone");
		assertThat(descriptions(this.previews.preview("https://client.example")))
			.containsExactly("The URL has no path");
		assertThat(descriptions(this.previews.preview("https://client.example", "{}")))
			.containsExactly("The URL has no path");
	}

	@Test
	void previewThenUnderThePolicyOfItsAdmissionOrTheUsualOne() {
		String json = DocumentsInMemory.client(URL, "Notes");
		assertThat(this.previews.preview(URL, json).isAccepted()).isTrue();
		assertThat(previews("none").preview(URL, json).violations()).hasSize(1);
		this.server.decisions.put(URL, Decision.admit("other"));
		assertThat(previews("none").preview(URL, json).isAccepted()).isTrue();
		this.server.decisions.put(URL, Decision.admit("none"));
		assertThat(this.previews.preview(URL, json).violations()).hasSize(1);
	}

	@Test
	void orThrowWhenRefusedThenTheFirstViolation() {
		DocumentPreview refused = this.previews.preview(URL, "{}");
		assertThat(refused.isAccepted()).isFalse();
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(refused::orThrow)
			.satisfies((ex) -> assertThat(ex).isSameAs(refused.violations().get(0)));
	}

	private static List<String> descriptions(DocumentPreview preview) {
		return preview.violations().stream().map(RegistrationException::getDescription).toList();
	}

}
