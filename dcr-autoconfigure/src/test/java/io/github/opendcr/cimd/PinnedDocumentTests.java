package io.github.opendcr.cimd;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link PinnedDocument}.
 */
class PinnedDocumentTests {

	private static final String URL = "https://client.example/c";

	private static final String JSON = """
			{"client_id": "https://client.example/c", "client_name": "Notes"}
			""";

	@ParameterizedTest
	@ValueSource(strings = { "", "[]", "null", "{", "{}", "{\"client_id\": 1}",
			"{\"client_id\": \"https://client.example/C\"}" })
	void createWhenItIsNotTheDocumentOfTheUrlThenRefused(String json) {
		assertThatIllegalArgumentException().isThrownBy(() -> new PinnedDocument(URL, json));
	}

	@Test
	void differsFromWhenItSaysSomethingElse() {
		PinnedDocument document = new PinnedDocument(URL, JSON);
		assertThat(document.differsFrom(JSON.replace(" ", ""))).isFalse();
		assertThat(document.differsFrom("<html>")).isFalse();
		assertThat(document.differsFrom(JSON.replace("Notes", "Other"))).isTrue();
	}

	@Test
	void validatorThenOfItsTextAndNoneThatAHostCanSend() {
		PinnedDocument document = new PinnedDocument(URL, JSON);
		assertThat(PinnedDocument.isValidator(document.validator())).isTrue();
		assertThat(document.validator()).isNotEqualTo(new PinnedDocument(URL, JSON.strip()).validator());
		assertThat(PinnedDocument.isValidator("\"pinned-x\"")).isFalse();
		assertThat(PinnedDocument.isValidator(null)).isFalse();
	}

}
