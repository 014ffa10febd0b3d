package io.github.opendcr.metadata;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedirectUri}.
 */
class RedirectUriTests {

	@ParameterizedTest
	@ValueSource(strings = { "https://client.example", "https://client.example/", "https://client.example/cb",
			"https://client.example/cb?x=1", "https://client.example:8443/cb", "https://client.example:443/cb",
			"https://client.example/cb?next=https://other.example//x", "https://client.example/a;b=1",
			"https://client.example/%7Bx%7D", "https://xn--bcher-kva.example/cb", "http://localhost:3118/callback",
			"http://localhost:80/callback", "http://127.0.0.1/", "http://127.0.0.1:33418/", "http://[::1]:5000/cb",
			"cursor://anysphere.cursor-mcp/oauth/callback", "com.example.app:/callback", "com.example.app://callback" })
	void problemOfWhenReadAlikeByAllThenNone(String uri) {
		assertThat(RedirectUri.problemOf(uri)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "client.example/cb", "/cb", "//client.example/cb", "https:evil", "https:/evil",
			"https:///evil", "https://", "https://client.example/cb#", "https://client.example/cb#x",
			"https://client.example/cb?", "https://user@client.example/cb", "https://user:pass@client.example/cb",
			"https://client.example@evil.example/cb", "https://client.example\\@evil.example/cb",
			"https://client.example,https://evil.example", "https://client.example/cb?x=1,https://evil.example/cb",
			"https://client.example/a//b", "https://client.example/a/../b", "https://client.example/a/%2e%2e/b",
			"https://client.example/a/%2E./b", "https://client.example/./b", "https://CLIENT.example/cb",
			"HTTPS://client.example/cb", "https://client.example./cb", "https://*.client.example/cb",
			"https://client.example:99999/cb", "https://client.example:0/cb", "https://client.example:/cb",
			"https://[::ffff:127.0.0.1]/cb", "https://[::ffff:7f00:1]/cb", "https://2130706433/cb",
			"https://0x7f.0.0.1/cb", "https://127.1/cb", "http://127.1/cb", "https://client.example/\u00e4",
			"https://cl\u00efent.example/cb", "https://client.example/a b", "https://client.example/%zz",
			"https://client.example/{x}", "https://client.example/\tcb", "https://client.example/cb\u0000",
			"https://client.example/\r\nX: y", "javascript:alert(1)", "JavaScript:alert(1)", "java\nscript:alert(1)",
			" javascript:alert(1)", "data:text/html,x", "DATA:text/html;x", "vbscript:x",
			"blob:https://client.example/x", "file:///etc/passwd", "about:blank", "view-source:https://client.example",
			"https://client.example/cb?state=1", "https://client.example/cb?a=b&iss=https://evil.example",
			"com.example.app:callback", "urn:ietf:wg:oauth:2.0:oob" })
	void problemOfWhenReadableInAnotherWayThenTold(String uri) {
		assertThat(RedirectUri.problemOf(uri)).isNotNull();
	}

	// quoted where a # would begin a comment
	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"',
			textBlock = """
					javascript:x              | must not use the scheme javascript
					https://a.example/,       | must not contain a comma (write %2C)
					,                         | must not contain a comma (write %2C)
					https://a.example/#       | must not contain a fragment
					"#"                       | must not contain a fragment
					https://a.example/?code=1 | must not contain a parameter of the authorization response (code, state, iss, error)
					https://a.example/?codes  |
					https://a.example:0       | must have a port from 1 to 65535
					""")
	void problemOfThenSaysWhich(String uri, @Nullable String problem) {
		assertThat(RedirectUri.problemOf(uri)).isEqualTo(problem);
	}

	@Test
	void problemOfWhenOneCharacterTooManyThenTold() {
		String longest = "https://client.example/" + "x".repeat(Limits.COLUMN - 23);
		assertThat(RedirectUri.problemOf(longest)).isNull();
		assertThat(RedirectUri.problemOf(longest + "x")).isEqualTo("is longer than 1000 characters");
	}

}
