package io.github.opendcr.e2e.feature;

import java.text.ParseException;
import java.util.List;
import java.util.Map;

import com.nimbusds.jwt.SignedJWT;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.github.opendcr.testkit.AllEndpoints;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Authorization requests that are longer than what is kept of them, or sent back, can be.
 */
class RequestLengthTests {

	private static final String CALLBACK = "https://client.example/cb";

	private static TestServer server;

	@BeforeAll
	static void start() {
		server = TestServer.shared(AllEndpoints.class, AllEndpoints.PROPERTIES);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Registered client() {
		return server.registered(Answer.write(Map.of("redirect_uris", List.of(CALLBACK))));
	}

	private static Map<String, String> request(Registered client, String... more) {
		Map<String, String> request = Browser.request(client.id(), CALLBACK);
		request.put("scope", "openid profile");
		for (int i = 0; i < more.length; i += 2) {
			request.put(more[i], more[i + 1]);
		}
		return request;
	}

	private static Answer push(Registered client, String... more) {
		return server.http().form("/oauth2/par", request(client, more), TestServer.basic(client.id(), client.secret()));
	}

	/**
	 * An answer that sends it back has three times as many characters, and no container
	 * has room for them.
	 */
	@ParameterizedTest
	@CsvSource({ "nonce, x", "prompt, none", "scope, unknown", "request, x", "max_age, x" })
	void authorizeWhenStateCouldNotBeSentBackThen400WithoutRedirect(String name, String value) {
		Map<String, String> request = request(client(), name, value);
		request.remove("state");
		String query = Http.encode(request) + "&state=" + "(".repeat(3000);
		Http http = server.http();
		Browser browser = new Browser(http);
		browser.logIn();
		for (Answer answer : List.of(browser.authorize(query), http.form("/oauth2/authorize", query))) {
			assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
			assertThat(answer.header("Location")).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource({ "nonce, n, 20000", "state, s, 7000", "state, (, 2400", "nonce, \u00e9, 3000", "resource, r, 20000" })
	void pushWhenTooLongThenRefused(String name, String character, int times) {
		Answer answer = push(client(), name, character.repeat(times));
		assertThat(answer.expect(400).json()).containsEntry("error", "invalid_request");
		assertThat(answer.string("error_description")).contains("too long", "at most");
	}

	@Test
	void pushWhenLongThenAllOfItComesBack() throws ParseException {
		Registered client = client();
		String state = "s".repeat(6500);
		String nonce = "n".repeat(13_000);
		String requestUri = push(client, "state", state, "nonce", nonce).expect(201).string("request_uri");
		Browser browser = new Browser(server.http());
		browser.logIn();
		Answer page = browser.authorize(Map.of("client_id", client.id(), "request_uri", requestUri));
		String location = browser.consent(page).expect(302).header("Location");
		assertThat(Browser.parameter(location, "state")).isEqualTo(state);
		Answer tokens = server.token(client.id(), client.secret(),
				TestServer.codeGrant(Browser.parameter(location, "code"), CALLBACK));
		assertThat(SignedJWT.parse(tokens.expect(200).string("id_token")).getJWTClaimsSet().getClaim("nonce"))
			.isEqualTo(nonce);
	}

}
