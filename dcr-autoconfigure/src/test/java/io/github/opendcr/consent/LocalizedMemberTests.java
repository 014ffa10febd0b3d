package io.github.opendcr.consent;

import java.util.Locale;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.opendcr.ClientMetadata;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalizedMember}.
 */
class LocalizedMemberTests {

	private final ClientMetadata metadata = ClientMetadata
		.of(Map.of("client_name", "plain", "client_name#FR", "French", "client_name#zh-Hant-TW", "Taiwanese",
				"client_name#pt-BR", "Brazilian", "client_name_x#en", "another member", "policy_uri#de", "German"));

	@ParameterizedTest
	@CsvSource({ "fr, French", "fr-CA, French", "zh-Hant-TW, Taiwanese", "zh, plain", "pt-BR, Brazilian",
			"pt-PT, plain", "en, plain", "und, plain" })
	void ofThenSuitsTheLocale(String tag, String expected) {
		assertThat(LocalizedMember.of(this.metadata, "client_name", Locale.forLanguageTag(tag))).isEqualTo(expected);
	}

	@Test
	void ofWhenOnlyInAnotherLanguageThenNone() {
		assertThat(LocalizedMember.of(this.metadata, "policy_uri", Locale.FRENCH)).isNull();
		assertThat(LocalizedMember.of(this.metadata, "tos_uri", Locale.FRENCH)).isNull();
	}

}
