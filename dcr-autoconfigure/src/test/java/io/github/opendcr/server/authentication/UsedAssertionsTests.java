package io.github.opendcr.server.authentication;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UsedAssertions}.
 */
class UsedAssertionsTests {

	private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	private final UsedAssertions assertions = new UsedAssertions(Clock.fixed(NOW, ZoneOffset.UTC));

	@Test
	void useWhenUsedBeforeThenNotAgain() {
		assertThat(this.assertions.use("client", "1", NOW.plusSeconds(60))).isTrue();
		assertThat(this.assertions.use("client", "1", NOW.plusSeconds(60))).isFalse();
		assertThat(this.assertions.use("client", "2", NOW.plusSeconds(60))).isTrue();
		assertThat(this.assertions.use("another", "1", NOW.plusSeconds(60))).isTrue();
	}

	@Test
	void useWhenThereAreTooManyThenOldestIsForgotten() {
		for (int i = 0; i < 100_001; i++) {
			assertThat(this.assertions.use("client", String.valueOf(i), NOW.plusSeconds(60))).isTrue();
		}
		assertThat(this.assertions.use("client", "100000", NOW.plusSeconds(60))).isFalse();
		assertThat(this.assertions.use("client", "0", NOW.plusSeconds(60))).isTrue();
	}

}
