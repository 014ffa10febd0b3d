package io.github.opendcr.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Paths and headers, over HTTP: whatever they are, nothing fails, nothing from inside is
 * told, and what is refused changes nothing. {@code JAZZER_FUZZ=1} looks for others;
 * without it known ones are tried.
 */
class RequestHeadFuzzTests {

	private static final List<String> REQUESTS = List.of("POST /oauth2/register", "GET /oauth2/register/{id}",
			"PUT /oauth2/register/{id}", "OPTIONS /oauth2/register", "POST /oauth2/register/{id}/secret",
			"PUT /oauth2/register", "GET /oauth2/register/x", "DELETE /oauth2/register/{id}");

	private static final List<String> METHODS = List.of("POST ", "GET ", "PUT ", "DELETE ", "OPTIONS ", "PATCH ");

	private static final List<String> HEADERS = List.of("Authorization", "Origin", "If-Match", "Idempotency-Key",
			"If-None-Match");

	/**
	 * What every server lets through (RFC 9110 §5.5).
	 */
	private static final Pattern FIELD_CONTENT = Pattern.compile("[\\t\\x20-\\x7E\\x80-\\xFF]*");

	private static FuzzedServer server;

	@BeforeAll
	static void start() throws IOException {
		server = new FuzzedServer();
	}

	@AfterAll
	static void stop() throws IOException {
		server.close();
	}

	/**
	 * A line for the request, by its number, and one for each header.
	 */
	static Stream<byte[]> heads() {
		return Stream
			.of("0\n\nhttps://a.example\n\nkey-0123456789-0123456789", "1\nBearer {token}\n\n{etag}",
					"2\nBearer {token}\nnull\n\"a\", W/\"b\" , {etag}\n\"key-0123456789-0123456789\"",
					"2\nBearer {token}\n\n*", "2\nBearer {token}\n\n,,,,", "1\nBearer {token}\n\n\n\nW/{etag}",
					"3\nBasic eDp5\nhttp://[::1]:80", "4\nbearer  {token}\nftp://\u00ff\n\"\u0080\"\n\"a\\\\\\\"b\"",
					"5\nBearer\n://\n\"\n\"", "6\nBearer =\n[", "7\nBearer {token}\n\nW/\"\"",
					"7\nBearer {token}\n\n{etag}", "0\nDPoP x\n*\n*\n" + "k".repeat(300), "0\nBearer \u0000",
					"0\nBearer a,b\nhttps://a:99999\n\" \"\n\u00e9", "2\nBearer {token}x\n\n*")
			.map(RequestHeadFuzzTests::bytes);
	}

	/**
	 * The method, by its number, and the target.
	 */
	static Stream<byte[]> targets() {
		return Stream.of("0/oauth2/register", "1/oauth2/register/{id}", "1/oauth2/register/", "0/oauth2/register;a=b",
				"1/oauth2/register/%2e%2e", "1/oauth2/register/a%2fb", "1/oauth2/register/%00",
				"1/oauth2/register/%c3%28", "1/oauth2/register/a//b", "1//oauth2//register", "1/oauth2/register/%",
				"0/oauth2/register?dry_run=%zz", "0/oauth2/register?dry_run=true&dry_run", "0/oauth2/register?=", "4*",
				"1http://localhost/oauth2/register/x", "1/oauth2/register/%ed%a0%80", "1/oauth2/register/\u00ff",
				"3/oauth2/register/{id}/secret", "5/oauth2/register", "1/oauth2/register/{id}/x", "1", "1/%",
				"1/oauth2/register/{id}?access_token=%ff", "1/OAUTH2/register", "1/oauth2/register/a\\b")
			.map(RequestHeadFuzzTests::bytes);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.ISO_8859_1);
	}

	@DictionaryEntries({ "{token}", "{etag}", "{id}", "Bearer ", "https://", "W/\"", "\", \"", "null" })
	@MethodSource("heads")
	@FuzzTest(maxDuration = "60s")
	void exchangeWhenHeadersAreAnythingThenNoFault(byte[] data) {
		String[] lines = new String(data, StandardCharsets.ISO_8859_1).replace("\r", "").split("\n", -1);
		List<String> headers = new ArrayList<>();
		boolean legal = true;
		for (int i = 1; i < lines.length && i <= HEADERS.size(); i++) {
			legal = legal && FIELD_CONTENT.matcher(lines[i]).matches();
			if (!lines[i].isEmpty()) {
				headers.add(HEADERS.get(i - 1) + ": " + lines[i]);
			}
		}
		boolean ours = legal;
		Effort.bounded(data.length, () -> server.exchange(chosen(REQUESTS, lines[0]), headers, ours));
	}

	@DictionaryEntries({ "{id}", "/oauth2/register", "/secret", "%2f", "%2e", "?dry_run=", ";", "//" })
	@MethodSource("targets")
	@FuzzTest(maxDuration = "60s")
	void exchangeWhenTargetIsAnythingThenNoFault(byte[] data) {
		String text = new String(data, StandardCharsets.ISO_8859_1).replaceAll("\\s", "");
		// nothing at all would be a request of HTTP/0.9
		String target = (text.length() < 2) ? "/" : text.substring(1);
		Effort.bounded(data.length, () -> server.exchange(chosen(METHODS, text) + target));
	}

	private static String chosen(List<String> all, String line) {
		return all.get(line.isEmpty() ? 0 : line.charAt(0) % all.size());
	}

}
