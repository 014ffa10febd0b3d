package io.github.opendcr.cimd;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientMetadataDocument;
import io.github.opendcr.ClientMetadataDocument.Absence;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LastGoodCopy}.
 */
class LastGoodCopyTests {

	private static final Instant SEEN = Instant.parse("2026-01-01T00:00:00Z");

	private static final Instant FAILED = SEEN.plusSeconds(60);

	private final LastGoodCopy copy = new LastGoodCopy(Duration.ofHours(1));

	@ParameterizedTest
	@ValueSource(strings = { "BUSY", "UNREACHABLE", "UNAVAILABLE", "CHALLENGED" })
	void mayServeWhenItsHostDoesNotAnswerThenForAWhile(String kind) {
		ClientMetadataDocument document = document(kind);
		assertThat(this.copy.mayServe(document, SEEN.plus(Duration.ofHours(1)).minusNanos(1))).isTrue();
		assertThat(this.copy.mayServe(document, SEEN.plus(Duration.ofHours(1)))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "GONE", "INVALID", "UNUSABLE", "REFUSED" })
	void mayServeWhenItIsNoClientThenNotAtAll(String kind) {
		assertThat(this.copy.mayServe(document(kind), SEEN)).isFalse();
	}

	@Test
	void mayServeWhenItWasThereThenHoweverLongAgo() {
		assertThat(this.copy.mayServe(document(null), SEEN.plus(Duration.ofDays(1)))).isTrue();
	}

	/**
	 * What is known, what came of the next look, and what is known then.
	 */
	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			-,           UNREACHABLE, UNREACHABLE, now
			-,           GONE,        GONE,        now
			UNREACHABLE, UNREACHABLE, UNREACHABLE, before
			UNREACHABLE, UNAVAILABLE, UNAVAILABLE, now
			UNREACHABLE, GONE,        GONE,        now
			GONE,        UNREACHABLE, GONE,        before
			INVALID,     BUSY,        INVALID,     before
			INVALID,     GONE,        GONE,        now
			GONE,        INVALID,     INVALID,     now""")
	void afterThenWhatAHostThatDoesNotAnswerTakesBackNothing(@Nullable String known, String kind, String then,
			String since) {
		Instant now = FAILED.plusSeconds(60);
		assertThat(this.copy.after(document(known), kind, now).absence())
			.isEqualTo(new Absence(since.equals("now") ? now : FAILED, then));
	}

	private static ClientMetadataDocument document(@Nullable String absence) {
		return new ClientMetadataDocument("https://client.example/c", null, "hash", SEEN, SEEN.plusSeconds(30),
				(absence != null) ? new Absence(FAILED, absence) : null);
	}

}
