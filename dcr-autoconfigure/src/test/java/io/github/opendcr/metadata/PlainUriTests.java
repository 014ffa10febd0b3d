package io.github.opendcr.metadata;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PlainUri}.
 */
class PlainUriTests {

	@ParameterizedTest
	@ValueSource(strings = { "https://client.example", "https://client.example/", "https://client.example:8443/a",
			"https://client.example:443/", "http://client.example:443/", "https://client.example:65535/",
			"https://client.example/a?b=c&d", "https://client.example/#/a", "https://client.example/a,b",
			"https://client.example/@user/a;b=1/~c", "https://client.example/%7Bx%7D", "https://client.example?a=b",
			"https://ab--cd.example/", "https://client.co.uk/", "https://intranet/", "https://192.0.2.1/",
			"http://127.0.0.1:33418/", "http://localhost/", "http://[::1]:5000/cb", "https://[2001:db8::1]:443/",
			"https://[::443]:443/", "https://[::443]/", "cursor://anysphere.cursor-mcp/oauth/callback",
			"cursor://a_b:8/cb", "com.example.app:/callback", "com.example.app://callback",
			"com.example.app:///callback", "com.example.app:/", "com.example.app:/cb?a=b" })
	void problemOfWhenReadAlikeByAllThenNone(String uri) {
		assertThat(PlainUri.problemOf(uri)).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "xn--bcher-kva", "xn--strae-oqa", "xn--fiqs8s", "xn--p1ai", "xn--80ak6aa92e", "xn--n3h",
			"xn--ls8h", "xn--4dbrk0ce", "xn--mgbaam7a8h", "xn--3xa", "xn--j6w193g", "xn--clchc0ea0b2g2a9gcd",
			"xn--o3cw4h", "xn--1-zhc", "xn--7cb7d", "xn--caf-dma" })
	void problemOfWhenPunycodeOfARealNameThenNone(String label) {
		assertThat(PlainUri.problemOf("https://" + label + ".example/")).isNull();
		assertThat(PlainUri.problemOf("https://client.example." + label + "/")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "xn--", "xn--a", "xn--0", "xn---", "xn--a-", "xn--abc-", "xn--zzzzzz99999999", "xn--a-ecp",
			"xn--99999999999999999999", "xn--kkg", "xn--22g", "xn--a-xbb", "xn--g6h4999e", "xn--5va", "xn--zva",
			"xn--a-0hc", "xn--1-ymc8o", "xn--8--eoel", "xn--4db017n", "xn--vuh", "xn--a_b-xyz",
			"xn--0000000000000000000000000000000000000000000" })
	void problemOfWhenPunycodeThatNoBrowserReadsThenTold(String label) {
		assertThat(PlainUri.problemOf("https://" + label + "/")).isNotNull();
		assertThat(PlainUri.problemOf("https://client." + label + ".example/")).isNotNull();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			2130706433,       a number
			0x7f000001,       in hexadecimal
			0x7F.0.0.1,       in hexadecimal and upper case
			017700000001,     in octal
			0177.0.0.1,       partly in octal
			127.1,            short
			127.0.1,          short
			127.0.0.01,       with a leading zero
			127.0.0.1.,       with a trailing dot
			1.2.3.256,        out of range
			1.2.3.4.5,        too long
			client.1,         with a number as its end
			client.0x1,       with a number as its end
			[fe80::1%eth0],   with a zone
			[fe80::1%25eth0], with a zone
			[FE80::1],        in upper case
			[0:0:0:0:0:0:0:1], long
			[::0001],         with leading zeros
			[::ffff:7f00:1],  an IPv4 address in IPv6
			[::ffff:127.0.0.1], an IPv4 address in IPv6
			[::127.0.0.1],    an IPv4 address in IPv6
			[v1.x],           of the future
			[::1,             open
			CLIENT.example,   in upper case
			client.example.,  with a trailing dot
			.client.example,  with an empty label
			client..example,  with an empty label
			client_a.example, that Java does not read
			-client.example,  that Java does not read
			*.client.example, for many
			%63lient.example, percent-encoded
			client%2Eexample, percent-encoded
			client%00.example, percent-encoded
			client\\evil.example, with a backslash
			user@client.example, with user information
			user:pass@client.example, with user information
			@client.example,  with empty user information
			client.example:0, with a port
			client.example:,  with a port
			client.example:-1, with a port
			client.example:+1, with a port
			client.example:080, with a port
			client.example:65536, with a port
			client.example:99999, with a port
			client.example:99999999999, with a port
			client.example:x, with a port
			[::1]:65536,      with a port
			'',               empty""")
	void problemOfWhenHostIsReadInTwoWaysThenTold(String host, String why) {
		for (String scheme : new String[] { "https", "http" }) {
			assertThat(PlainUri.problemOf(scheme + "://" + host + "/cb")).as(why).isNotNull();
			assertThat(PlainUri.problemOf(scheme + "://" + host)).as(why).isNotNull();
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "client.example", "/a", "//client.example/a", "https:client.example",
			"https:/client.example", "https:///client.example", "https:\\\\client.example", "https://",
			"HTTPS://client.example/", "https://client.example/a\\b", "https://client.example/a//b",
			"https://client.example/a/../b", "https://client.example/./b", "https://client.example/%2e%2E/b",
			"https://client.example/?", "https://client.example/?#a", "https://client.example/?a&&b",
			"https://client.example/?a='b'", "https://client.example/a b", "https://client.example/{a}",
			"https://client.example/|", "https://client.example/%", "https://client.example/%zz",
			"https://client.example/\u00e4", "https://cl\u00efent.example/", "https://client\u3002example/",
			"https://client.example/\t", "https://client.example/\u0000", "\u0001https://client.example/",
			"cursor://a:65536/", "cursor://a_b:65536/", "cursor://a:0/", "cursor://a_b:0/", "cursor://a:080/",
			"cursor://[fe80::1%eth0]/", "cursor://user@a/", "com.example.app:cb", "com.example.app:",
			"com.example.app:/a//b", "com.example.app:/a/../b", "com.example.app:/.//b", "com.example.app://a/./b",
			"urn:a:b", "COM.example.app:/cb" })
	void problemOfWhenReadableInAnotherWayThenTold(String uri) {
		assertThat(PlainUri.problemOf(uri)).isNotNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
			client.example            | must be an absolute URI
			cli\u00EBnt://x           | must be an absolute URI of printable ASCII, anything else percent-encoded
			https://a.example/%       | is no valid URI
			HTTPS://a.example         | must have its scheme in lower case
			https://@a.example        | must not contain user information
			https://a.example:0       | must have a port from 1 to 65535
			https://a.example:65535   |
			https://a.example:65536   | must have a port from 1 to 65535
			https://a.example.        | must have a host name
			https://[::ffff:7f00:1]   | must not write an IPv4 address as an IPv6 one
			https://xn--a.example     | must have a host name that browsers read, which 'xn--a' is not
			https://a.example/#x      |
			cursor://a/b?c='d'        |
			""")
	void problemOfThenSaysWhich(String uri, @Nullable String problem) {
		assertThat(PlainUri.problemOf(uri)).isEqualTo(problem);
	}

	@ParameterizedTest
	@ValueSource(strings = { "https://a.example/./b", "https://a.example/?x='", "https://a.example/?'",
			"https://a.example/?", "https://a.example/#" })
	void problemOfWhenNotAsOthersWouldWriteItThenSaysSo(String uri) {
		assertThat(PlainUri.problemOf(uri)).startsWith("must be in its normal form");
	}

}
