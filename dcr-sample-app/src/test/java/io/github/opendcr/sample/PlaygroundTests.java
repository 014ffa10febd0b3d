package io.github.opendcr.sample;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Http;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A newcomer goes through a client's life on {@code /dcr/try}. Each registration counts
 * for the rate limit of the server that all tests of the sample share, so there are few.
 */
@SampleTest
class PlaygroundTests {

	private static final String HOSTILE = "</textarea></pre><script>alert(1)</script><img src=x> '$(id)' \\\"";

	@LocalServerPort
	private int port;

	private Server server;

	private final Visitor visitor = new Visitor();

	@BeforeEach
	void setUp() {
		this.server = new Server(this.port);
	}

	@Test
	void tryWhenFormThenRegistersAndSaysWhatWasNarrowedAndWhy() {
		open("").click("button[value=register]", "name", "My notes");
		assertThat(result()).isEqualTo("Register 201 Created");
		assertThat(page().select(".client .name").text()).isEqualTo("My notes");
		assertThat(page().select(".decisions li").eachText()).containsExactly(
				"scope narrowed orders:read: not one of dcr.allowed-scopes.",
				"grant_types narrowed refresh_token: a client without credentials gets no refresh tokens unless "
						+ "dcr.public-clients.refresh-tokens is true.",
				"response_types filled in What the grant types use (RFC 7591 §2.1).");
		assertThat(asked()).contains("POST http://localhost:" + this.port + "/oauth2/register")
			.contains("\"scope\": \"openid profile mcp:read orders:read\"");
		assertThat(answered()).contains("201 Created", "\"scope\": \"openid profile mcp:read\"", "\"client_id\": ");
		assertThat(page().select(".wire .narrowed .mark").eachText()).hasSize(4);
	}

	@Test
	void tryWhenCheckedThenSaysAllThatIsWrongAndRegistersNothing() {
		open("?as=json").click("button[value=check]", "json",
				"{\"redirect_uris\": [\"javascript:alert(1)\"], \"client_uri\": \"ftp://x.example\"}");
		assertThat(result()).isEqualTo("Check without registering 400 Bad Request");
		assertThat(page().select(".decisions li").eachText())
			.anySatisfy((violation) -> assertThat(violation).startsWith("redirect_uris refused"))
			.anySatisfy((violation) -> assertThat(violation).startsWith("client_uri refused"));
		assertThat(page().select(".client")).isEmpty();
		// What was typed is still there to be corrected
		assertThat(page().select("textarea[name=json]").val()).contains("ftp://x.example");
		this.visitor.click("button[value=check]", "json", "{\"redirect_uris\": [\"https://client.example/cb\"]}");
		assertThat(result()).isEqualTo("Check without registering 200 OK");
		assertThat(answered()).doesNotContain("client_id");
		this.visitor.click("button[value=check]", "json", "no JSON " + HOSTILE);
		assertThat(result()).isEqualTo("Check without registering 400 Bad Request");
		assertThat(asked()).contains("no JSON");
		assertHarmless();
	}

	@Test
	void tryWhenRealPayloadThenLogsInAndCallsTheApi() {
		open("");
		assertThat(page().select(".real a").eachText()).hasSize(12).contains("Cursor desktop");
		this.visitor.click(".real a:contains(Claude Code CLI 2.1.226)").click("button[value=register]");
		assertThat(offered()).startsWith("add-callback").doesNotContain("log-in", "new-secret");
		this.visitor.click("#add-callback");
		assertThat(result()).isEqualTo("Bring the answer here 200 OK");
		assertThat(answered()).contains("/dcr/try/callback");
		logIn();
		this.visitor.click("#deny");
		assertThat(result()).isEqualTo("Log in 302 Found");
		assertThat(answered()).contains("error=access_denied");
		assertThat(page().select("[role=status]").text()).isEqualTo("No code came back. The client got nothing.");
		this.visitor.click("#log-in").click("#allow");
		assertThat(answered()).contains("Location: http://localhost:" + this.port + "/dcr/try/callback?code=");
		assertThat(offered()).startsWith("exchange");
		this.visitor.click("#exchange");
		assertThat(answered()).contains("200 OK", "\"access_token\": ");
		assertThat(offered()).startsWith("call").doesNotContain("exchange", "refresh");
		this.visitor.click("#call");
		assertThat(answered()).contains("200 OK", "\"subject\": \"user\"", "\"" + CodeFlow.RESOURCE + "\"");
		this.visitor.click("#delete");
		assertThat(result()).isEqualTo("Delete the client 204 No Content");
		assertThat(page().select(".client")).isEmpty();
		assertThat(page().select("details.card > summary").eachText()).startsWith("Call the API 200 OK",
				"Exchange the code for tokens 200 OK", "Log in 302 Found", "Log in 302 Found");
	}

	@Test
	void tryWhenClientHasSecretThenRotatesRefreshesAndChanges() {
		open("").click("button[value=register]", "authMethod", "client_secret_basic", "name", HOSTILE);
		assertThat(offered()).containsExactly("log-in", "read", "change", "new-token", "new-secret", "delete");
		assertHarmless();
		String secret = member("client_secret");
		String token = member("registration_access_token");
		this.visitor.click("#read");
		assertThat(answered()).contains("200 OK").doesNotContain("\"client_secret\"");
		this.visitor.click("#new-secret");
		assertThat(member("client_secret")).isNotEqualTo(secret);
		this.visitor.click("#new-token");
		assertThat(member("registration_access_token")).isNotEqualTo(token);
		this.visitor.click("#change", "json", "{\"client_name\": 3}");
		assertThat(result()).isEqualTo("Change the registration 400 Bad Request");
		this.visitor.click("#change", "json",
				page().select("#change-json")
					.val()
					.replaceFirst("\"client_name\": .*,", "\"client_name\": \"Renamed\","));
		assertThat(result()).isEqualTo("Change the registration 200 OK");
		assertThat(page().select(".client .name").text()).isEqualTo("Renamed");
		logIn();
		this.visitor.click("#allow").click("#exchange").click("#refresh");
		assertThat(result()).isEqualTo("Refresh the access token 200 OK");
		this.visitor.click("#call");
		assertThat(answered()).contains("200 OK");
		this.visitor.click(".client button");
		assertThat(page().select(".client, .wire")).isEmpty();
	}

	@Test
	void tryWhenCommandIsPastedThenDoesTheSame() {
		open("").click("button[value=register]", "authMethod", "client_secret_post", "name", HOSTILE);
		Map<String, Object> shown = JsonMapper.shared().readValue(body(), Map.class);
		assertThat(shown).containsEntry("client_name", HOSTILE);
		Answer registered = paste("pre.code:contains(client_secret_post)");
		assertThat(registered.status()).isEqualTo(201);
		assertThat(registered.string("client_name")).isEqualTo(HOSTILE);
		assertThat(paste("form[action$=/read] pre.code").string("client_id")).isEqualTo(member("client_id"));
		assertThat(paste("form[action$=/change] pre.code").string("client_name")).isEqualTo(HOSTILE);
		// The command has changed the token, of which this page knows nothing
		this.visitor.click("#read");
		assertThat(result()).isEqualTo("Read the registration 401 Unauthorized");
	}

	@Test
	void postWhenWithoutCsrfTokenThenForbiddenAndNothingIsRegistered() {
		open("");
		this.visitor.post(this.server.uri("/dcr/try/json"), Http.encode(Map.of("json", "{}")));
		assertThat(this.visitor.answer().status()).isEqualTo(403);
		assertThat(page().select("h1").text()).isEqualTo("This did not work");
		open("");
		assertThat(page().select(".wire")).isEmpty();
	}

	@Test
	void callbackWhenItIsNoAnswerToTheLoginThenIsNotUsed() {
		String here = "http://localhost:" + this.port;
		assertNotUsed("state=guessed&iss=" + here);
		open("").click("button[value=register]");
		String state = CodeFlow.parameters(URI.create(page().select("#log-in").attr("abs:href"))).get("state");
		assertNotUsed("state=guessed&iss=" + here);
		assertNotUsed("iss=" + here);
		// RFC 9207: from another server
		assertNotUsed("state=" + state + "&iss=https://evil.example");
		assertNotUsed("state=" + state);
		this.visitor.open(this.server.uri("/dcr/try/callback?code=mine&state=" + state + "&iss=" + here));
		assertThat(offered()).startsWith("exchange");
	}

	private void assertNotUsed(String parameters) {
		this.visitor.open(this.server.uri("/dcr/try/callback?code=stolen&" + parameters));
		assertThat(this.visitor.uri().getPath()).isEqualTo("/dcr/try");
		assertThat(page().select("[role=status]").text()).contains("doesn't belong to the login that was begun here");
		assertThat(page().text()).doesNotContain("stolen");
		assertThat(offered()).doesNotContain("exchange");
	}

	@Test
	void stepWhenThereIsNoClientAnyMoreThenShowsWhereOneIs() {
		open("");
		String csrf = Http.encode(Map.of("_csrf", page().select("input[name=_csrf]").val()));
		for (String step : List.of("read", "delete", "call", "log-in", "register", "nothing")) {
			this.visitor.post(this.server.uri("/dcr/try/" + step), csrf);
			assertThat(this.visitor.answer().status()).isEqualTo(200);
			assertThat(page().select(".wire")).isEmpty();
		}
	}

	private Visitor open(String query) {
		return this.visitor.open(this.server.uri("/dcr/try" + query));
	}

	private void logIn() {
		this.visitor.click("#log-in").click("main button", "username", "user", "password", "password");
	}

	private Document page() {
		return this.visitor.page();
	}

	private String result() {
		return page().select("#last").text();
	}

	private String asked() {
		return page().select("section[aria-labelledby=last] .wire").get(0).wholeText();
	}

	private String answered() {
		return page().select("section[aria-labelledby=last] .wire").get(1).wholeText();
	}

	private String body() {
		return String.join("",
				page().select("section[aria-labelledby=last] .wire").get(1).select("span span + span").eachText());
	}

	private String member(String name) {
		JsonNode body = JsonMapper.shared().readTree(body());
		return body.get(name).asString();
	}

	private List<String> offered() {
		return page().select(".step button, .step a.button").eachAttr("id");
	}

	private void assertHarmless() {
		assertThat(page().select("script, img, [style], [onerror]")).isEmpty();
		assertThat(page().text()).contains("<script>alert(1)</script>");
		assertThat(this.visitor.answer().header("Content-Security-Policy")).startsWith("default-src 'none'");
	}

	/**
	 * Do what a shell would do with a command of the page.
	 */
	private Answer paste(String selector) {
		List<String> words = words(page().select(selector).first().wholeText());
		assertThat(words).startsWith("curl", "-s");
		String method = words.contains("-X") ? words.get(words.indexOf("-X") + 1) : "GET";
		String uri = words.stream().filter((word) -> word.startsWith("http")).findFirst().orElseThrow();
		List<String> headers = new ArrayList<>();
		String data = null;
		for (int i = 0; i < words.size(); i++) {
			if (words.get(i).equals("-H")) {
				headers.addAll(List.of(words.get(i + 1).split(": ", 2)));
			}
			else if (words.get(i).equals("--data-raw")) {
				data = words.get(i + 1);
			}
		}
		String[] pairs = headers.toArray(String[]::new);
		if (data == null) {
			return this.server.http().get(uri, pairs);
		}
		return method.equals("PUT") ? this.server.http().put(uri, data, pairs)
				: this.server.http().post(uri, data, pairs);
	}

	/**
	 * The words of a command by the rules of a POSIX shell, as far as the page uses them.
	 */
	private static List<String> words(String command) {
		List<String> words = new ArrayList<>();
		StringBuilder word = new StringBuilder();
		boolean quoted = false;
		for (int i = 0; i < command.length(); i++) {
			char c = command.charAt(i);
			if (c == '\'') {
				quoted = !quoted;
			}
			else if (!quoted && c == '\\') {
				i++;
				if (command.charAt(i) != '\n') {
					word.append(command.charAt(i));
				}
			}
			else if (!quoted && Character.isWhitespace(c)) {
				if (!word.isEmpty()) {
					words.add(word.toString());
				}
				word.setLength(0);
			}
			else {
				word.append(c);
			}
		}
		words.add(word.toString());
		return words;
	}

}
