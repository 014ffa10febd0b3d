package io.github.opendcr.e2e.feature;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.jsoup.Jsoup;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Redirects to clients by a server that has a context path, its own or a proxy's. A URI
 * with one slash after its scheme is no path of that server (RFC 8252 §7.1).
 */
class ContextPathTests {

	private static final List<String> REDIRECT_URIS = List.of("com.example.app:/cb", "com.example.app:/cb?a=b",
			"com.example.app://cb", "com.example.app:/", "https://client.example/cb", "http://localhost:1234/cb");

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.start("server.servlet.context-path=/auth", "server.forward-headers-strategy=framework");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	static Stream<Arguments> redirects() {
		return REDIRECT_URIS.stream()
			.flatMap((uri) -> Stream.of(Arguments.of("/auth", uri), Arguments.of("/proxied/auth", uri)));
	}

	private static Http http(String contextPath) {
		String[] proxy = contextPath.equals("/auth") ? new String[0]
				: new String[] { "X-Forwarded-Prefix", contextPath };
		return new Http(server.base() + "/auth", proxy);
	}

	@ParameterizedTest
	@MethodSource("redirects")
	void authorizeWhenGrantedThenLocationByteForByteAndIssuer(String contextPath, String redirectUri) {
		Http http = http(contextPath);
		Registered client = register(http, redirectUri);
		Browser browser = new Browser(http);
		browser.logIn();
		Answer page = browser.authorize(client.id(), redirectUri, Map.of("scope", "profile"));
		assertResponse(browser.consent(page), contextPath, redirectUri, "code");
		assertResponse(browser.authorize(client.id(), redirectUri, Map.of("scope", "profile")), contextPath,
				redirectUri, "code");
	}

	@ParameterizedTest
	@MethodSource("redirects")
	void authorizeWhenErrorThenLocationByteForByteAndIssuer(String contextPath, String redirectUri) {
		Http http = http(contextPath);
		Registered client = register(http, redirectUri);
		Browser browser = new Browser(http);
		assertResponse(browser.authorize(client.id(), redirectUri, Map.of("scope", "admin")), contextPath, redirectUri,
				"error");
		browser.logIn();
		String page = browser.authorize(client.id(), redirectUri, Map.of("scope", "profile")).expect(200).body();
		String state = Jsoup.parse(page).select("input[name=state]").attr("value");
		Answer refused = http.form("/oauth2/authorize", Map.of("client_id", client.id(), "state", state));
		assertResponse(refused, contextPath, redirectUri, "error");
	}

	@ParameterizedTest
	@MethodSource("redirects")
	void logoutThenLocationByteForByte(String contextPath, String redirectUri) {
		Http http = http(contextPath);
		Registered client = register(http, redirectUri);
		String code = new Browser(http).code(client.id(), redirectUri, "openid profile");
		String idToken = http
			.form("/oauth2/token", TestServer.codeGrant(code, redirectUri),
					TestServer.basic(client.id(), client.secret()))
			.expect(200)
			.string("id_token");
		Answer answer = http.get("/connect/logout?" + Http
			.encode(Map.of("id_token_hint", idToken, "post_logout_redirect_uri", redirectUri, "state", "bye")));
		assertThat(answer.expect(302).header("Location")).isEqualTo(redirectUri + separator(redirectUri) + "state=bye");
	}

	private static Registered register(Http http, String redirectUri) {
		String json = Answer
			.write(Map.of("redirect_uris", List.of(redirectUri), "post_logout_redirect_uris", List.of(redirectUri)));
		return new Registered(http, http.post("/oauth2/register", json).expect(201));
	}

	private static void assertResponse(Answer answer, String contextPath, String redirectUri, String parameter) {
		String location = answer.expect(302).header("Location");
		assertThat(location).startsWith(redirectUri + separator(redirectUri) + parameter + "=");
		assertThat(location.split("[?&]")).contains("state=the-state",
				"iss=" + (server.base() + contextPath).replace(":", "%3A").replace("/", "%2F"));
	}

	private static String separator(String redirectUri) {
		return redirectUri.contains("?") ? "&" : "?";
	}

}
