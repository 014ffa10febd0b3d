package io.github.opendcr.cimd;

import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.opendcr.cimd.DocumentSettings.Freshness;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DocumentSettings}.
 */
class DocumentSettingsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	@ParameterizedTest
	@CsvSource(nullValues = "-", value = { "-, 60", "9, 10", "10, 10", "11, 11", "99, 99", "100, 100", "101, 100" })
	void untilThenAsItsHeadersSayWithinBounds(@Nullable Long freshFor, long seconds) {
		Freshness freshness = new Freshness(Duration.ofSeconds(10), Duration.ofSeconds(100), Duration.ofSeconds(60));
		assertThat(freshness.until(NOW, (freshFor != null) ? Duration.ofSeconds(freshFor) : null))
			.isEqualTo(NOW.plusSeconds(seconds));
	}

}
