package io.github.opendcr.limit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientAddress}.
 */
class ClientAddressTests {

	@ParameterizedTest
	@CsvSource({ "2001:db8:1:2::1, 2001:db8:1:2:ffff:ffff:ffff:ffff", "2001:db8:1:2::1, [2001:DB8:1:2::3]",
			"2001:db8:1:2::1, [2001:db8:1:2::3]:4711", "2001:db8:1:2::1, 2001:0db8:0001:0002:0:0:0:9",
			"fe80::1%eth0, fe80::2%eth1", "192.0.2.1, ::ffff:192.0.2.1", "192.0.2.1, ::ffff:c000:201",
			"192.0.2.1, [::ffff:192.0.2.1]:80", "192.0.2.1, 192.0.2.1:4711", "192.0.2.1, [192.0.2.1:4711]",
			"::1, 0:0:0:0:0:0:0:1" })
	void ofWhenOneSubscriberThenTheSame(String address, String another) {
		assertThat(ClientAddress.of(another)).isEqualTo(ClientAddress.of(address));
	}

	@ParameterizedTest
	@CsvSource({ "2001:db8:1:2::1, 2001:db8:1:3::1", "192.0.2.1, 192.0.2.2", "192.0.2.1, 2001:db8:1:2::1",
			"unknown, _hidden", "::1, 127.0.0.1" })
	void ofWhenOthersThenNotTheSame(String address, String another) {
		assertThat(ClientAddress.of(another)).isNotEqualTo(ClientAddress.of(address));
	}

	@Test
	void ofWhenLongThenAtOnce() {
		String value = ":".repeat(10_000_000) + "x";
		assertThat(ClientAddress.of(value)).isEqualTo(value);
	}

	// A look-up of a name would take a while and ask others
	@ParameterizedTest
	@CsvSource({ "unknown", "localhost", "g::1", ":::::", "1:2", "1.2.3.4.5:6", "'a b'", "'<script>'", "''", "'[::1'",
			"%", "::ffff:999.1.1.1" })
	void ofWhenNoAddressThenSomethingWithoutLookUp(String value) {
		assertThat(ClientAddress.of(value)).isNotNull();
	}

}
