package io.github.opendcr.metadata;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ConsentColumn}.
 */
class ConsentColumnTests {

	@Test
	void lengthThenThatOfTheTextThatSpringWrites() {
		assertThat(ConsentColumn.length(List.of())).isZero();
		assertThat(ConsentColumn.length(List.of("a"))).isEqualTo("SCOPE_a".length());
		assertThat(ConsentColumn.length(List.of("a", "bc"))).isEqualTo("SCOPE_a,SCOPE_bc".length());
	}

	@ParameterizedTest
	@CsvSource({ "authorization_code,true", "urn:ietf:params:oauth:grant-type:device_code,true",
			"client_credentials,false", "refresh_token,false" })
	void hasRoomForWhenUsersAreAskedThenUpToItsLength(String grantType, boolean asked) {
		String longest = "a".repeat(ConsentColumn.LENGTH - "SCOPE_".length());
		assertThat(ConsentColumn.hasRoomFor(List.of(longest), List.of(grantType))).isTrue();
		assertThat(ConsentColumn.hasRoomFor(List.of(longest + "a"), List.of(grantType))).isEqualTo(!asked);
		assertThat(ConsentColumn.hasRoomFor(List.of(longest, "a"), List.of(grantType))).isEqualTo(!asked);
	}

}
