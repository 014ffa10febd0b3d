package io.github.opendcr.consent;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedirectHost}.
 */
class RedirectHostTests {

	@ParameterizedTest
	@CsvSource({ "https://client.example/cb, client.example", "https://client.example:8443/cb?a=b, client.example",
			"https://CLIENT.example/, client.example", "https://xn--pypal-4ve.example/, xn--pypal-4ve.example",
			"https://192.0.2.1/, 192.0.2.1", "https://[2001:db8::1]:1/, [2001:db8::1]", "http://intranet/, intranet",
			"https://localhost.evil.example/, localhost.evil.example",
			"https://127.0.0.1.evil.example/, 127.0.0.1.evil.example", "https://a_b.example/, a_b.example" })
	void ofWhenAnotherMachineThenItsHost(String redirectUri, String host) {
		assertThat(RedirectHost.of(redirectUri)).isEqualTo(host);
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:1234/cb", "https://localhost/", "http://127.0.0.1/", "http://[::1]:5/cb",
			"cursor://anysphere.cursor-mcp/oauth/callback", "com.example.app:/cb", "com.example.app://bank.example/" })
	void ofWhenOnTheDeviceThenNone(String redirectUri) {
		assertThat(RedirectHost.of(redirectUri)).isNull();
	}

}
