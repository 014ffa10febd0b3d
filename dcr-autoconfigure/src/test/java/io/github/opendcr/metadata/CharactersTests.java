package io.github.opendcr.metadata;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Characters}: the first and the last that are in, and those beside
 * them.
 */
class CharactersTests {

	@ParameterizedTest
	@ValueSource(strings = { " ", "\u007F", "\u00A1", "a b", "a\u001F" })
	void isVisibleAsciiWhenOneIsNotThenFalse(String text) {
		assertThat(Characters.isVisibleAscii("!~")).isTrue();
		assertThat(Characters.isVisibleAscii(text)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"", "\\", "a\"", "a\\", " " })
	void isScopeTokenWhenOneIsForbiddenThenFalse(String text) {
		assertThat(Characters.isScopeToken("!#[]~")).isTrue();
		assertThat(Characters.isScopeToken(text)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\u115F", "\u200D", "\u2800", "\uFE0F", "\u0301", "\u20DD", "a\uDB40\uDC01",
			"a\u2029" })
	void isPlainTextWhenNothingIsVisibleOrSomethingHidesThenFalse(String text) {
		assertThat(Characters.isPlainText("\u115F\u200Da")).isTrue();
		assertThat(Characters.isPlainText(text)).isFalse();
	}

}
