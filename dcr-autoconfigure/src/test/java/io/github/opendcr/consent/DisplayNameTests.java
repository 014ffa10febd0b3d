package io.github.opendcr.consent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DisplayName}.
 */
class DisplayNameTests {

	@ParameterizedTest
	@ValueSource(
			strings = { "Visual Studio Code", "Claude Code (gate-probe)", "It's \"quoted\" <b>", "Zürcher Bücher №5",
					"Яндекс Browser", "Ελληνικά Notes", "日本語のアプリ", "東京カメラ部", "한글 앱", "한글漢字App", "בנק הפועלים",
					"نوشتهٔ من", "می\u200Cخواهم", "क्\u200Dष", "👩\u200D👩\u200D👧 🎉 ❤\uFE0F", "Z̤̈à", "C++ & C#" })
	void ofWhenOrdinaryThenStays(String name) {
		assertThat(DisplayName.of(name)).isEqualTo(new DisplayName(name, false));
	}

	@ParameterizedTest
	@CsvSource({ "gpj.\u202Eknab, gpj.knab", "a\u2066b\u2069, ab", "\u200Fa\u200Eb\u061C, ab", "Pay\u200BPal, PayPal",
			"Pay\u200DPal, PayPal", "Pay\uFE0FPal, PayPal", "Pay\u00ADPal, PayPal", "\uFEFFPay\u2060Pal, PayPal",
			"Pay\u034FPal, PayPal", "a\u3164b, ab", "a\u2800b, ab", "a\uE000b, ab", "Paypa\uDB40\uDC6C, Paypa" })
	void ofWhenCharactersAreUnseenThenTheyAreGoneAndToldOf(String name, String shown) {
		assertThat(DisplayName.of(name)).isEqualTo(new DisplayName(shown, true));
	}

	@ParameterizedTest
	@ValueSource(strings = { "P\u0430ypal", "Notes by Goog\u04CFe", "\u0391pple", "\u13DFlaude", "\uFF30aypal",
			"\uD835\uDDE3ay", "Ｐａｙ", "\u24D6oogle", "\uD83C\uDD7FayPal", "\uD83C\uDD36oogle", "\u217Cinkedin" })
	void ofWhenLettersImitateOthersThenSaysSo(String name) {
		assertThat(DisplayName.of(name)).isEqualTo(new DisplayName(name, true));
	}

	@Test
	void ofWhenMarksPileUpThenFewStay() {
		assertThat(DisplayName.of("Z" + "\u0317".repeat(50) + "o"))
			.isEqualTo(new DisplayName("Z\u0317\u0317\u0317o", true));
	}

	@ParameterizedTest
	@CsvSource({ "'  a \u2003\u00A0 b  ', a b", "'a\r\n\tb', a b", "'a\u2028b', a b" })
	void ofWhenSpacesThenOneLine(String name, String shown) {
		assertThat(DisplayName.of(name)).isEqualTo(new DisplayName(shown, false));
	}

	@Test
	void ofWhenLongThenIsShortened() {
		assertThat(DisplayName.of("a".repeat(64)).text()).isEqualTo("a".repeat(64));
		assertThat(DisplayName.of("a".repeat(65)).text()).isEqualTo("a".repeat(63) + "…");
		assertThat(DisplayName.of("🎉".repeat(200)).text()).isEqualTo("🎉".repeat(63) + "…");
		assertThat(DisplayName.of("a".repeat(62) + " " + "b".repeat(9)).text()).isEqualTo("a".repeat(62) + "…");
	}

	@Test
	void ofWhenNothingCanBeSeenThenNone() {
		assertThat(DisplayName.of("\u200B\u202E").text()).isNull();
		assertThat(DisplayName.of("\u2800 \u2800")).isEqualTo(new DisplayName(null, true));
		assertThat(DisplayName.of("")).isEqualTo(new DisplayName(null, false));
	}

}
