package io.github.opendcr.cimd;

import java.util.concurrent.FutureTask;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClientIdentifierUrl}: the string alone decides. That no name is
 * resolved for one that is refused is shown by {@code DocumentAdmissionTests}, over HTTP.
 */
class ClientIdentifierUrlTests {

	private static final int MAX_LENGTH = 100;

	@ParameterizedTest
	@ValueSource(strings = { "https://claude.ai/oauth/mcp-oauth-client-metadata",
			"https://claude.ai/oauth/claude-code-client-metadata", "https://chatgpt.com/oauth/client.json",
			"https://chatgpt.com/oauth/IbUR3zxyNQ16/client.json", "https://vscode.dev/oauth/client-metadata.json",
			"https://www.mcpjam.com/.well-known/oauth/client-metadata.json",
			"https://teamsparkai.github.io/mcp-inspect/.well-known/auth/client-metadata.json",
			"https://connect.vercel.com/connectors/scl_abc", "https://client.example:8443/x",
			"https://client.example/a/", "https://client.example//a", "https://client.example/a?version=1",
			"https://client.example/a?b=/../c", "https://client.example/a%20b", "https://client.example/%C3%A4",
			"https://client.example/~user/@scope/a+b;c=d", "https://xn--bcher-kva.example/c", "https://localhost/c",
			"https://xn--80ak6aa92e.example/c", "https://ab--cd.example/c", "https://a.123.example/c",
			"https://client.example/...", "https://client.example/.hidden/a..b" })
	void ofWhenFitThenRead(String url) {
		assertThat(ClientIdentifierUrl.of(url, MAX_LENGTH).value()).isEqualTo(url);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "https", "https:", "https:/", "https://", "https:client.example/c",
			"https:/client.example/c", "https:///c", "http://client.example/c", "HTTPS://client.example/c",
			"Https://client.example/c", " https://client.example/c", "https://client.example/c ",
			"https://client.example", "https://client.example/", "https://client.example/?a=b",
			"https://client.example?a=b", "https://Client.example/c", "https://client.example./c",
			"https://.client.example/c", "https://client..example/c", "https://-client.example/c",
			"https://client_.example/c", "https://user@client.example/c", "https://user:pass@client.example/c",
			"https://@client.example/c", "https://:@client.example/c", "https://client.example@evil.example/c",
			"https://client.example/c#fragment", "https://client.example/c#", "https://client.example/c?",
			"https://client.example/./c", "https://client.example/../c", "https://client.example/a/..",
			"https://client.example/a/.", "https://client.example/..", "https://client.example/%2e/c",
			"https://client.example/%2E%2e/c", "https://client.example/.%2e/c", "https://client.example/%61",
			"https://client.example/%7Euser", "https://client.example\\c", "https://client.example/a\\..\\c",
			"https://client.example/a%00", "https://client.example/a%0d%0aHost:x", "https://client.example/a%7f",
			"https://client.example/a\tb", "https://client.example/a\nb", "https://client.example/a\0",
			"https://client.example/a b", "https://client.example/%", "https://client.example/%2",
			"https://client.example/%zz", "https://client.example/<c>", "https://client.example/{c}",
			"https://client.example/a|b", "https://client.example/\"", "https://client.example/[c]",
			"https://client.example/c?a[]=b", "https://client.example/c?[", "https://client.example/c?]",
			"https://b\u00FCcher.example/c", "https://client.example/\u00E4", "https://client.example:/c",
			"https://client.example:0/c", "https://client.example:443/c", "https://client.example:0443/c",
			"https://client.example:08443/c", "https://client.example:65536/c", "https://client.example:99999/c",
			"https://client.example:-1/c", "https://client.example:8443:1/c", "https://client.example:x/c",
			"https://127.0.0.1/c", "https://127.1/c", "https://2130706433/c", "https://0x7f000001/c",
			"https://0x7f.0.0.1/c", "https://0177.0.0.1/c", "https://127.0.0.0x1/c", "https://1.2.3.4.5/c",
			"https://client.1/c", "https://client.0x/c", "https://client.8n--emp/c", "https://client.1a/c",
			"https://1client/c", "https://[::1]/c", "https://[::ffff:127.0.0.1]/c", "https://[fe80::1%25eth0]/c",
			"https://::1/c", "https://xn--a.example/c", "https://client.xn--99999999.example/c",
			"https://xn--abc-.example/c", "ftp://client.example/c", "urn:client", "client", "//client.example/c", "/c",
			"javascript:alert(1)//https://client.example/c" })
	void ofWhenUnfitThenRefused(String url) {
		assertThatExceptionOfType(DocumentRefusedException.class)
			.isThrownBy(() -> ClientIdentifierUrl.of(url, MAX_LENGTH))
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(DocumentRefusedException.Reason.URL));
	}

	@Test
	void ofWhenLongerThanWhatCanBeStoredThenRefused() {
		String longest = "https://client.example/" + "a".repeat(77);
		assertThat(ClientIdentifierUrl.of(longest, 100).value()).hasSize(100);
		assertThatExceptionOfType(DocumentRefusedException.class)
			.isThrownBy(() -> ClientIdentifierUrl.of(longest + "a", 100))
			.withMessageContaining("100");
		assertThatExceptionOfType(DocumentRefusedException.class)
			.isThrownBy(() -> ClientIdentifierUrl.of("https://client.example/" + "a".repeat(1978), 10_000))
			.withMessageContaining("2000");
		String label = "a".repeat(63);
		assertThat(ClientIdentifierUrl.of("https://" + label + ".example/c", 2000).host()).hasSize(71);
		assertThatExceptionOfType(DocumentRefusedException.class)
			.isThrownBy(() -> ClientIdentifierUrl.of("https://a" + label + ".example/c", 2000));
		assertThatExceptionOfType(DocumentRefusedException.class)
			.isThrownBy(() -> ClientIdentifierUrl.of("https://" + (label + ".").repeat(4) + "example/c", 2000));
	}

	@Test
	void ofWhenHostAndPortAreTheLastThatThereAreThenRead() {
		String label = "a".repeat(63);
		String longest = (label + ".").repeat(3) + "b".repeat(61);
		assertThat(ClientIdentifierUrl.of("https://" + longest + "/c", 2000).host()).hasSize(253);
		assertThatExceptionOfType(DocumentRefusedException.class)
			.isThrownBy(() -> ClientIdentifierUrl.of("https://" + longest + "b/c", 2000));
		assertThat(ClientIdentifierUrl.of("https://client.example:65535/c", MAX_LENGTH).port()).isEqualTo(65535);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					http://client.example/c   | is no https URL in characters of RFC 3986 without a fragment
					https://client.example/%61 | escapes a character that needs no escape, or a control character
					https://Client.example/c  | has no host that is a name in lower case which browsers read and whose last label begins with a letter, or has user information
					https://client.example:0/c | has a port that is impossible or needn't be there
					https://client.example    | has no path
					https://client.example/.  | has a dot segment
					https://client.example/c? | has an empty query""")
	void ofWhenUnfitThenSaysWhy(String url, String why) {
		assertThatExceptionOfType(DocumentRefusedException.class)
			.isThrownBy(() -> ClientIdentifierUrl.of(url, MAX_LENGTH))
			.withMessage("The URL " + why);
	}

	@Test
	void ofWhenLongAndThereIsLittleStackThenRead() throws Exception {
		String longest = "https://client.example/" + "a".repeat(1977);
		FutureTask<ClientIdentifierUrl> reading = new FutureTask<>(() -> ClientIdentifierUrl.of(longest, 2000));
		new Thread(null, reading, "of little stack", 256 * 1024).start();
		assertThat(reading.get().value()).isEqualTo(longest);
	}

	@Test
	void ofThenHostAndPort() {
		assertThat(ClientIdentifierUrl.of("https://client.example/c?a=https://other.example:1/", MAX_LENGTH)).isEqualTo(
				new ClientIdentifierUrl("https://client.example/c?a=https://other.example:1/", "client.example", 443));
		assertThat(ClientIdentifierUrl.of("https://client.example:8443/c", MAX_LENGTH).port()).isEqualTo(8443);
	}

	@Test
	void isMeantThenByTheSchemeAlone() {
		assertThat(ClientIdentifierUrl.isMeant("https:x")).isTrue();
		assertThat(ClientIdentifierUrl.isMeant("HTTPS://client.example/c")).isTrue();
		assertThat(ClientIdentifierUrl.isMeant("http://client.example/c")).isFalse();
		assertThat(ClientIdentifierUrl.isMeant("https")).isFalse();
		assertThat(ClientIdentifierUrl.isMeant("")).isFalse();
	}

}
