package io.github.opendcr.consent;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClientHost}.
 */
class ClientHostTests {

	@ParameterizedTest
	@CsvSource({ "https://claude.ai/oauth/client, claude.ai", "https://xn--80ak6aa92e.com/client, xn--80ak6aa92e.com",
			"https://localhost:8443/a?b=c, localhost" })
	void ofThenHostInAscii(String url, String host) {
		assertThat(ClientHost.of(url)).isEqualTo(host);
	}

	@ParameterizedTest
	@CsvSource({ "claude.ai, claude.ai",
			"a234567890.b234567890.c234567890.d23.exa, a234567890.b234567890.c234567890.d23.exa",
			"accounts.google.com.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.evil.example, …evil.example",
			"accounts.google.com.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example, …aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.example",
			"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, …aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" })
	void shortenedThenEndOfTheHostIsSeen(String host, String shown) {
		assertThat(ClientHost.shortened(host)).isEqualTo(shown).hasSizeLessThanOrEqualTo(40);
	}

	@Test
	void shortenedWhenThereIsNoneThenNone() {
		assertThat(ClientHost.shortened(null)).isNull();
	}

}
