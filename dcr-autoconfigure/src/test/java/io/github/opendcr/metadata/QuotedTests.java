package io.github.opendcr.metadata;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Quoted}.
 */
class QuotedTests {

	@Test
	void ofWhenLongerThan80CharactersThenCut() {
		assertThat(Quoted.of("x".repeat(80))).isEqualTo("'" + "x".repeat(80) + "'");
		assertThat(Quoted.of("x".repeat(81))).isEqualTo("'" + "x".repeat(80) + "...'");
	}

}
