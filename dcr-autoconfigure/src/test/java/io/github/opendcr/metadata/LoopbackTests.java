package io.github.opendcr.metadata;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Loopback}.
 */
class LoopbackTests {

	@ParameterizedTest
	@ValueSource(strings = { "localhost", "127.0.0.1", "[::1]" })
	void isHostWhenTheDeviceThenTrue(String host) {
		assertThat(Loopback.isHost(host)).isTrue();
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "LOCALHOST", "localhost.", "a.localhost", "localhost.evil.example", "127.0.0.2",
			"127.1", "127.0.0.1.evil.example", "::1", "[::2]", "0.0.0.0" })
	void isHostWhenAnythingElseThenFalse(String host) {
		assertThat(Loopback.isHost(host)).isFalse();
	}

}
