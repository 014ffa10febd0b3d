package io.github.opendcr.e2e.rfc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is malformed, too much or hostile, as a registration and as an update alike: RFC
 * error JSON, and not a row has changed. The advisories whose mistakes these are stand
 * beside the tests.
 */
class BadInputTests {

	private static final String REDIRECT_URIS = "\"redirect_uris\": [\"https://client.example/cb\"]";

	private static TestServer server;

	/**
	 * The client that the bad updates are for.
	 */
	private static Registered client;

	private String before;

	@BeforeAll
	static void start() {
		server = TestServer.shared();
		client = server.registered("{" + REDIRECT_URIS + "}");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static String content() {
		JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
		return jdbc.queryForList("SELECT * FROM oauth2_registered_client ORDER BY id").toString()
				+ jdbc.queryForList("SELECT * FROM dcr_client_registration ORDER BY client_id") + server.rows();
	}

	private static Answer send(String method, BodyPublisher body, String... headers) {
		List<String> all = new ArrayList<>(List.of(headers));
		if (!all.contains("Content-Type")) {
			all.addAll(List.of("Content-Type", "application/json"));
		}
		all.addAll(List.of(Registered.bearer(client.token())));
		return server.http()
			.send(method, "POST".equals(method) ? "/oauth2/register" : client.uri(), body, all.toArray(String[]::new));
	}

	private static List<Answer> registerAndUpdate(BodyPublisher body, String... headers) {
		return List.of(send("POST", body, headers), send("PUT", body, headers));
	}

	private static void assertBothRefused(int status, BodyPublisher body, String... headers) {
		for (Answer answer : registerAndUpdate(body, headers)) {
			assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
			Refusals.assertRefused(answer);
		}
	}

	/**
	 * Members beside those of a valid request, refused in both requests.
	 */
	private static void assertMembersRefused(String members) {
		String json = "{\"client_id\": \"%s\", %s}".formatted(client.id(), members);
		assertBothRefused(400, BodyPublishers.ofString(json));
	}

	// CVE-2026-22752, CVE-2026-70665, CVE-2026-61466: scopes are the allowed ones or none
	@ParameterizedTest
	@ValueSource(strings = { "admin", "openid admin", "* openid", "OPENID", "openid client.create" })
	void registerWhenScopeNotAllowedThenNotGranted(String scope) {
		Answer answer = server.register("{%s, \"scope\": \"%s\"}".formatted(REDIRECT_URIS, scope));
		assertThat(answer.status()).isEqualTo(201);
		assertThat(answer.string("scope")).isIn("openid", "openid profile");
		assertThat(List.of("openid", "profile")).containsAll(server.find(answer.string("client_id")).getScopes());
	}

	// EEF-CVE-2026-65635: the body is forwarded to what creates clients
	@Test
	void registerWhenInnerMembersThenIgnored() {
		Answer answer = server.register("""
				{%s, "id": "caller", "client_id": "caller", "client_secret": "chosen", "clientSecret": "{noop}chosen",
				"client_secret_expires_at": 1, "client_id_issued_at": 1, "registration_access_token": "chosen",
				"registration_client_uri": "https://evil.example", "clientSettings": {"requireProofKey": false},
				"client_settings": {"settings.client.require-proof-key": false}, "require_proof_key": false,
				"settings.client.require-proof-key": false, "require_consent": false, "status": "active",
				"enabled": true, "tokenSettings": {}, "token_settings": {}, "access_token_ttl": 999999,
				"authorizationGrantTypes": ["password"], "scopes": ["admin"], "authorities": ["ROLE_ADMIN"],
				"registered_by": "admin", "issuer": "https://evil.example", "@class": "java.lang.Object",
				"default": true, "trusted": true, "first_party": true, "skip_consent": true}"""
			.formatted(REDIRECT_URIS));
		RegisteredClient registered = server.find(answer.expect(201).string("client_id"));
		RegisteredClient ordinary = server.find(client.id());
		assertThat(answer.string("client_id")).isNotEqualTo("caller");
		assertThat(answer.string("client_secret")).isNotEqualTo("chosen");
		assertThat(answer.json().keySet()).isEqualTo(client.answer().json().keySet());
		assertThat(registered.getId()).isNotEqualTo("caller");
		assertThat(registered.getClientSettings()).isEqualTo(ordinary.getClientSettings());
		assertThat(registered.getTokenSettings()).isEqualTo(ordinary.getTokenSettings());
		assertThat(registered.getAuthorizationGrantTypes()).isEqualTo(ordinary.getAuthorizationGrantTypes());
		assertThat(registered.getScopes()).isEqualTo(ordinary.getScopes());
		assertThat(server.bean(ClientRegistrationStore.class).findByClientId(registered.getClientId()))
			.extracting("registrant", "issuer", "status", "expiresAt")
			.containsExactly(Registrant.ANONYMOUS, null, ClientStatus.ACTIVE, null);
		assertThat(server.find("caller").getScopes()).contains("client.create");
	}

	@Test
	void updateWhenInnerMembersThenIgnored() {
		Registered own = server.registered("{" + REDIRECT_URIS + "}");
		RegisteredClient before = server.find(own.id());
		own.update("""
				{"client_id": "%s", %s, "id": "caller", "status": "active", "clientSettings": {},
				"settings.client.require-proof-key": false, "registered_by": "admin"}""".formatted(own.id(),
				REDIRECT_URIS))
			.expect(200);
		assertThat(server.find(own.id())).isEqualTo(before);
	}

	@Test
	void registerWhenMaxRequestSizeExactlyThenRegistered() {
		assertThat(server.register(padded(32 * 1024)).status()).isEqualTo(201);
	}

	@Test
	void registerWhenMaxRequestSizeConfiguredThenThat() {
		try (TestServer small = TestServer.start("dcr.max-request-size=1KB")) {
			assertThat(small.register(padded(1024)).status()).isEqualTo(201);
			Answer answer = small.register(padded(1025));
			assertThat(answer.status()).isEqualTo(413);
			Refusals.assertRefused(answer);
			assertThat(answer.string("error_description")).contains("1024");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/json", "application/json;charset=UTF-8",
			"application/json; charset=\"utf-8\"", "Application/JSON", "application/json; charset=utf8",
			"application/json;charset=\"UTF8\"", "application/json; x=y" })
	void registerWhenContentTypeIsJsonThenRegistered(String contentType) {
		assertThat(server.register("{" + REDIRECT_URIS + "}", "Content-Type", contentType).status()).isEqualTo(201);
	}

	@Test
	void registerWhenChunkedThenRegistered() {
		byte[] body = ("{" + REDIRECT_URIS + "}").getBytes(StandardCharsets.UTF_8);
		assertThat(send("POST", BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))).status())
			.isEqualTo(201);
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "text/html", "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2", "application/xml", "x" })
	void whenAcceptIsSomethingElseThenJsonAllTheSame(String accept) {
		assertThat(server.register("{" + REDIRECT_URIS + "}", "Accept", accept).expect(201).header("Content-Type"))
			.isEqualTo("application/json");
		Refusals.assertRefused(server.register("{", "Accept", accept), "invalid_client_metadata");
	}

	@Test
	void registerWhenTextIsUnusualButPlainThenKept() {
		String name = "Zoë's (\"best\") <client> & 🚀 ‮ 日本";
		Answer answer = server
			.register(Answer.write(Map.of("redirect_uris", List.of("https://client.example/cb"), "client_name", name)));
		assertThat(answer.expect(201).string("client_name")).isEqualTo(name);
	}

	@Test
	void registerWhenArrayElementsTwiceThenOnce() {
		Answer answer = server.register("""
				{"redirect_uris": ["https://client.example/cb", "https://client.example/cb"],
				"grant_types": ["authorization_code", "authorization_code"], "contacts": ["a", "a"]}""");
		assertThat(answer.expect(201).json()).containsEntry("redirect_uris", List.of("https://client.example/cb"))
			.containsEntry("grant_types", List.of("authorization_code"))
			.containsEntry("contacts", List.of("a"));
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void registerWhenMemberHasLineBreaksThenLogHasNone(CapturedOutput output) {
		LoggingSystem logging = LoggingSystem.get(getClass().getClassLoader());
		logging.setLogLevel("io.github.opendcr.web", LogLevel.DEBUG);
		try {
			Refusals.assertRefused(
					server.register("{%s, \"client_name#a\\nFORGED\\u2028FORGED\": \"x\"}".formatted(REDIRECT_URIS)),
					"invalid_client_metadata");
			assertThat(output.toString()).containsPattern("Refused with .*client_name#a.*FORGED.*FORGED")
				.doesNotContain("\u2028");
		}
		finally {
			logging.setLogLevel("io.github.opendcr.web", null);
		}
	}

	private static String padded(int length) {
		String json = "{" + REDIRECT_URIS + ", \"x\": \"\"}";
		char[] padding = new char[length - json.length()];
		Arrays.fill(padding, 'x');
		return json.replace("\"\"", "\"" + new String(padding) + "\"");
	}

	@Nested
	class NothingChanges {

		// a client of its own for each test, so that one that isn't refused spoils no
		// other
		@BeforeEach
		void look() {
			client = server.registered("{" + REDIRECT_URIS + "}");
			BadInputTests.this.before = content();
		}

		@AfterEach
		void assertNothingChanged() {
			assertThat(content()).isEqualTo(BadInputTests.this.before);
		}

		@ParameterizedTest
		@ValueSource(strings = { "", " ", "{", "}", "{]", "[]", "[{}]", "null", "true", "5", "\"x\"", "{} {}", "{}x",
				"{\"client_name\": }", "{client_name: \"x\"}", "{'client_name': 'x'}", "{\"client_name\": \"x\",}",
				"{\"client_name\": \"\u0001\"}", "{\"client_name\": \"\\x\"}", "{\"client_name\": \"\\ud800\"",
				"{\"client_name\": NaN}", "{\"x\": 01}", "{\"x\": 1e}", "// x\n{}", "\uFEFF", "<xml/>",
				"client_name=x&redirect_uris=https://client.example/cb" })
		void whenMalformedThen400(String body) {
			assertBothRefused(400, BodyPublishers.ofString(body));
		}

		@ParameterizedTest
		@ValueSource(strings = { "[", "{\"a\":", "{\"x\":[" })
		void whenNested1000DeepThen400(String opening) {
			assertBothRefused(400, BodyPublishers.ofString("{\"x\":" + opening.repeat(1000)));
			String closed = "[".repeat(1000) + "]".repeat(1000);
			assertMembersRefused(REDIRECT_URIS + ", \"x\": " + closed);
		}

		@Test
		void when1MegabyteThen413() {
			byte[] body = ("{" + REDIRECT_URIS + ", \"client_name\": \"" + "x".repeat(1 << 20) + "\"}")
				.getBytes(StandardCharsets.UTF_8);
			assertBothRefused(413, BodyPublishers.ofByteArray(body));
			// without Content-Length: chunked
			assertBothRefused(413, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)));
		}

		@Test
		void whenLongerThanMaxRequestSizeThen413() {
			assertBothRefused(413, BodyPublishers.ofString(padded(32 * 1024 + 1)));
		}

		@ParameterizedTest
		@ValueSource(strings = { "\"redirect_uris\": [\"https://evil.example/cb\"], " + REDIRECT_URIS,
				REDIRECT_URIS + ", \"client_name\": \"a\", \"client_name\": \"b\"",
				REDIRECT_URIS + ", \"scope\": null, \"scope\": \"openid\"",
				REDIRECT_URIS + ", \"client\\u005fname\": \"a\", \"client_name\": \"b\"",
				REDIRECT_URIS + ", \"x\": {\"a\": 1, \"a\": 2}" })
		void whenMemberTwiceThen400(String members) {
			assertMembersRefused(members);
		}

		static Stream<String> wrongTypes() {
			List<String> strings = List.of("token_endpoint_auth_method", "client_name", "client_name#fr", "client_uri",
					"logo_uri", "scope", "tos_uri", "policy_uri", "software_id", "software_version",
					"application_type");
			List<String> arrays = List.of("redirect_uris", "grant_types", "response_types", "contacts",
					"post_logout_redirect_uris");
			Stream<String> forStrings = strings.stream()
				.flatMap((member) -> Stream.of("5", "true", "[\"a\"]", "{\"a\": \"b\"}", "1.5", "[[]]", "[]")
					.map((value) -> "\"%s\": %s".formatted(member, value)));
			Stream<String> forArrays = arrays.stream()
				.flatMap((member) -> Stream
					.of("\"https://client.example/cb\"", "5", "true", "{\"a\": \"b\"}", "[5]", "[[\"a\"]]", "[{}]",
							"[null]", "[\"\"]", "[\"https://client.example/cb\", null]", "[true]", "[\" \"]")
					.map((value) -> "\"%s\": %s".formatted(member, value)));
			return Stream.concat(forStrings, forArrays);
		}

		@ParameterizedTest
		@MethodSource("wrongTypes")
		void whenTypeWrongThen400(String member) {
			assertMembersRefused(member.contains("\"redirect_uris\"") ? member : REDIRECT_URIS + ", " + member);
		}

		@ParameterizedTest
		@ValueSource(strings = { "null", "[]", "\"\"", "[null]", "[\"\"]", "{}" })
		void whenRedirectUrisWithoutValueThen400(String value) {
			assertMembersRefused("\"redirect_uris\": " + value);
		}

		@ParameterizedTest
		@ValueSource(strings = { "text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
				"text/json", "application/xml", "application/jsonx", "application/json-patch+json", "*/*",
				"application/*", "application/json; charset=utf-16", "application/json; charset=iso-8859-1", "json",
				"application/json; charset=us-ascii", "application/json; charset=no-such", "application/json; charset=",
				"application/json, text/plain", "text/plain; application/json" })
		void whenContentTypeWrongThen415(String contentType) {
			assertBothRefused(415, BodyPublishers.ofString("{" + REDIRECT_URIS + "}"), "Content-Type", contentType);
		}

		@Test
		void whenContentTypeMissingThen415() {
			Answer answer = server.http()
				.send("POST", "/oauth2/register", BodyPublishers.ofString("{" + REDIRECT_URIS + "}"));
			assertThat(answer.status()).isEqualTo(415);
			Refusals.assertRefused(answer);
		}

		@ParameterizedTest
		@ValueSource(strings = { "UTF-16", "UTF-16LE", "UTF-32BE" })
		void whenNotUtf8Then400(String charset) {
			assertBothRefused(400,
					BodyPublishers.ofByteArray(("{\"client_id\": \"%s\", %s}".formatted(client.id(), REDIRECT_URIS))
						.getBytes(Charset.forName(charset))));
		}

		@Test
		void whenBytesAreNoUtf8Then400() {
			byte[] latin = ("{\"client_id\": \"%s\", %s, \"client_name\": \"é\"}".formatted(client.id(), REDIRECT_URIS))
				.getBytes(StandardCharsets.ISO_8859_1);
			assertBothRefused(400, BodyPublishers.ofByteArray(latin));
			byte[] overlong = ("{" + REDIRECT_URIS + ", \"client_name\": \"??\"}").getBytes(StandardCharsets.UTF_8);
			overlong[overlong.length - 4] = (byte) 0xC0;
			overlong[overlong.length - 3] = (byte) 0x80;
			assertBothRefused(400, BodyPublishers.ofByteArray(overlong));
		}

		@ParameterizedTest
		@ValueSource(strings = { "gzip", "deflate", "br", "x" })
		void whenContentEncodedThen415(String encoding) throws IOException {
			ByteArrayOutputStream zipped = new ByteArrayOutputStream();
			try (GZIPOutputStream out = new GZIPOutputStream(zipped)) {
				out.write(("{" + REDIRECT_URIS + "}").getBytes(StandardCharsets.UTF_8));
			}
			assertBothRefused(415, BodyPublishers.ofByteArray(zipped.toByteArray()), "Content-Encoding", encoding);
		}

		@ParameterizedTest
		@ValueSource(strings = { "client_name", "client_name#fr", "software_id", "software_version", "client_uri",
				"logo_uri", "tos_uri", "policy_uri", "scope", "token_endpoint_auth_method", "application_type" })
		void whenControlCharacterOrLoneSurrogateThen400(String member) {
			for (String bad : List.of("\\u0000", "a\\u0000b", "a\\nb", "a\\u001Bb", "a\\u007Fb", "a\\u0085b", "\\ud800",
					"a\\udc00\\ud800", "\\r\\nSet-Cookie: x")) {
				assertMembersRefused(REDIRECT_URIS + ", \"%s\": \"%s\"".formatted(member, bad));
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "contacts", "grant_types", "response_types", "post_logout_redirect_uris" })
		void whenControlCharacterOrLoneSurrogateInArrayThen400(String member) {
			for (String bad : List.of("a\\u0000b", "a\\nb", "\\ud800")) {
				assertMembersRefused(REDIRECT_URIS + ", \"%s\": [\"%s\"]".formatted(member, bad));
			}
		}

		// Whatever is within a key is kept and answered, and UTF-8 has no half of a pair
		@ParameterizedTest
		@ValueSource(strings = { "\"note\": \"\\ud800x\"", "\"\\ud800x\": 1", "\"note\": [{\"a\": \"\\udc00\"}]",
				"\"note\": 1e999" })
		void whenKeyHasWhatCannotBeWrittenThen400(String inner) {
			assertMembersRefused(REDIRECT_URIS + ", \"jwks\": {\"keys\": [{\"kty\": \"x\", %s}]}".formatted(inner));
		}

		// Spring answers a client_name of 250 characters with its whole INSERT statement
		@ParameterizedTest
		@ValueSource(strings = { "client_name", "client_name#fr", "software_id", "software_version", "scope",
				"contacts", "token_endpoint_auth_method", "client_uri" })
		void whenValueTooLongThen400(String member) {
			String value = "\"" + (member.equals("client_uri") ? "https://client.example/" : "") + "x".repeat(5000)
					+ "\"";
			assertMembersRefused(REDIRECT_URIS
					+ ", \"%s\": %s".formatted(member, member.equals("contacts") ? "[" + value + "]" : value));
		}

		@Test
		void whenClientNameHas250CharactersThen400() {
			assertMembersRefused(REDIRECT_URIS + ", \"client_name\": \"" + "x".repeat(250) + "\"");
			assertMembersRefused(REDIRECT_URIS + ", \"client_name\": \"" + "🚀".repeat(201) + "\"");
		}

		@Test
		void whenListsDoNotFitTheirColumnsThen400() {
			String uris = String.join("\", \"",
					IntStream.range(0, 50).mapToObj((i) -> "https://client.example/callback/" + i).toList());
			assertMembersRefused("\"redirect_uris\": [\"" + uris + "\"]");
			assertMembersRefused(REDIRECT_URIS + ", \"post_logout_redirect_uris\": [\"" + uris + "\"]");
			assertMembersRefused("\"redirect_uris\": [\"https://client.example/" + "x".repeat(1000) + "\"]");
		}

		// CVE-2026-22752, CVE-2026-59354, CVE-2023-6717
		@ParameterizedTest
		@ValueSource(strings = { "client_uri", "logo_uri", "tos_uri", "policy_uri", "logo_uri#fr", "tos_uri#fr",
				"jwks_uri", "sector_identifier_uri", "initiate_login_uri", "frontchannel_logout_uri",
				"backchannel_logout_uri" })
		void whenUriOfBadSchemeThen400(String member) {
			for (String uri : badSchemes()) {
				assertMembersRefused(REDIRECT_URIS + ", \"%s\": \"%s\"".formatted(member, uri));
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "redirect_uris", "post_logout_redirect_uris", "request_uris" })
		void whenUriInArrayOfBadSchemeThen400(String member) {
			for (String uri : badSchemes()) {
				String json = "\"%s\": [\"https://client.example/cb\", \"%s\"]".formatted(member, uri);
				assertMembersRefused(member.equals("redirect_uris") ? json : REDIRECT_URIS + ", " + json);
			}
		}

		static List<String> badSchemes() {
			return List.of("javascript:alert(1)", "JaVaScRiPt:alert(1)", "javascript://client.example/%0Aalert(1)",
					"java\\tscript:alert(1)", "java\\nscript:alert(1)", "\\u0001javascript:alert(1)",
					" javascript:alert(1)", "javascript\\u003Aalert(1)", "data:text/html,x",
					"DATA:text/html;base64,eA==", "vbscript:x", "blob:https://client.example/x", "file:///etc/passwd",
					"about:blank", "view-source:https://x.example", "filesystem:https://x.example/x",
					"ftp://client.example/cb", "ws://client.example/cb", "urn:ietf:wg:oauth:2.0:oob",
					"mailto:a@client.example", "//client.example/cb", "/cb", "cb", ":", "https", "https:", "https:/",
					"https://", "http:", "?x=y");
		}

		static Stream<String> badRedirectUris() {
			return Stream.of("http://client.example/cb", "HTTP://client.example/cb", "Https://client.example/cb",
					"https:evil.example", "https:/evil.example", "https:///evil.example", "https:evil.example/cb",
					"https:\\\\\\\\evil.example", "https://client.example\\\\@evil.example/",
					"https://user@client.example/cb", "https://user:pass@client.example/cb",
					"https://@client.example/cb", "https://client.example@evil.example/cb",
					"https://client.example/cb#fragment", "https://client.example/cb#",
					"https://client.example/a/../cb", "https://client.example/./cb", "https://client.example/..",
					"https://client.example/%2e%2e/cb", "https://client.example//cb", "https://client.example/a//b",
					"https://client.example/cb?x=1,https://evil.example/cb", "https://client.example/cb,",
					"https://*.example.com/cb", "https://*/cb", "https://client.*/cb", "https://client.example./cb",
					"https://.client.example/cb", "https://client..example/cb", "https://client_example:x/cb",
					"https://client.example:0/cb", "https://client.example:65536/cb", "https://client.example:-1/cb",
					"https://client.example:99999999999/cb", "https://client.example:/cb",
					"https://[::ffff:127.0.0.1]/cb", "http://[::ffff:127.0.0.1]/cb", "http://[0:0:0:0:0:0:0:1]/cb",
					"http://[::1%25eth0]/cb", "https://[::1/cb", "https://[v1.x]/cb", "http://127.1/cb",
					"http://2130706433/cb", "http://0x7f.1/cb", "https://0177.0.0.1/cb", "http://0.0.0.0/cb",
					"http://169.254.169.254/latest", "http://localhost.evil.example/cb",
					"http://localhost:80@evil.example/cb", "http://127.0.0.1.evil.example/cb", "http://LOCALHOST/cb",
					"https://CLIENT.example/cb", "https://clïent.example/cb", "https://client.example/ü",
					"https://client.example/a b", "https://client.example/a\\tb", "https://client.example/a\\nb",
					"https://client.example/\\u0000", "https://client.example/a\\\\b",
					"https://client.example/<script>", "https://client.example/\\u0022", "https://client.example/{x}",
					"https://client.example/%", "https://client.example/%zz", "https://client.example/^",
					"https://client.example/|", "https://client.example/`", "https://client.example/cb?",
					"https://client.example/cb?x={y}", "https://client.example/cb?iss=x", "https://client。example/cb",
					"https://%63lient.example/cb", "https://client.example%00.evil.example/",
					" https://client.example/cb", "https://client.example/cb ", "\\u0009https://client.example/cb",
					"myapp:/cb", "myapp://cb", "com.example.app:", "com.example.app:/cb#x", "com.example.app:/a,b",
					"COM.example.app:/cb", "com.example.app:/ü");
		}

		@ParameterizedTest
		@MethodSource("badRedirectUris")
		void whenRedirectUriBadThenInvalidRedirectUri(String uri) {
			String json = "{\"client_id\": \"%s\", \"redirect_uris\": [\"%s\"]}".formatted(client.id(), uri);
			for (Answer answer : registerAndUpdate(BodyPublishers.ofString(json))) {
				Refusals.assertRefused(answer, "invalid_redirect_uri");
			}
		}

		@ParameterizedTest
		@ValueSource(strings = { "openid,admin", "openid  profile", " openid", "openid ", "a\\\\b", "a\\\"b", "ü",
				"a\\tb", "openid\\nadmin" })
		void whenScopeMalformedThen400(String scope) {
			assertMembersRefused(REDIRECT_URIS + ", \"scope\": \"%s\"".formatted(scope));
		}

		@ParameterizedTest
		@ValueSource(strings = { "authorization_code,client_credentials", "authorization_code\\u0000", "a\\\\b" })
		void whenGrantTypeMalformedThen400(String grantType) {
			assertMembersRefused(
					REDIRECT_URIS + ", \"grant_types\": [\"authorization_code\", \"%s\"]".formatted(grantType));
		}

	}

}
