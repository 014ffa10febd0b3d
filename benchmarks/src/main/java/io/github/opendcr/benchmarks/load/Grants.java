package io.github.opendcr.benchmarks.load;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import tools.jackson.databind.json.JsonMapper;

import io.github.opendcr.benchmarks.load.HttpConnection.Answer;

/**
 * What public clients do for one user, who has logged in: the user's browser and the
 * clients have a connection each.
 */
final class Grants {

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	private static final Pattern STATE = Pattern.compile("name=\"state\" value=\"([^\"]+)\"");

	private static final Pattern PARAMETER = Pattern.compile("[?&](code|state)=([^&]+)");

	// RFC 7636, appendix B
	private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

	private static final String REQUEST = "&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback&scope=profile&state=x"
			+ "&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&code_challenge_method=S256";

	private static final String HTML = "Accept: text/html\r\n";

	private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";

	private static final JsonMapper json = new JsonMapper();

	private final HttpConnection browser;

	private final HttpConnection client;

	private final List<String> clientIds = new ArrayList<>();

	private final List<String> refreshTokens = new ArrayList<>();

	private int next;

	Grants(URI server) {
		this.browser = new HttpConnection(server);
		this.client = new HttpConnection(server);
	}

	/**
	 * Return the path of an authorization request.
	 */
	static String authorizationRequest(String clientId) {
		return "/oauth2/authorize?response_type=code&client_id=" + encoded(clientId) + REQUEST;
	}

	void logIn() throws IOException {
		Matcher csrf = CSRF.matcher(this.browser.send("GET", "/login", HTML, null).body());
		if (!csrf.find()) {
			throw new IOException("The login page is another");
		}
		Answer answer = this.browser.send("POST", "/login", HTML + FORM,
				"username=user&password=password&_csrf=" + encoded(csrf.group(1)));
		expect(answer.status() == 302 && !answer.location().contains("error"), answer);
	}

	/**
	 * Let the user allow a client what it asks for, and the client have its tokens.
	 */
	void grant(String clientId) throws IOException {
		String state = firstUse(clientId);
		Answer allowed = this.browser.send("POST", "/oauth2/authorize", HTML + FORM,
				"client_id=" + encoded(clientId) + "&state=" + encoded(state) + "&scope=profile");
		this.clientIds.add(clientId);
		this.refreshTokens
			.add(tokens("grant_type=authorization_code&redirect_uri=https%3A%2F%2Fapp.example.com%2Fcallback"
					+ "&code_verifier=" + VERIFIER + "&code=" + encoded(parameter("code", allowed)) + "&client_id="
					+ encoded(clientId)));
	}

	/**
	 * Ask for what the user hasn't allowed yet, up to the consent page.
	 */
	String firstUse(String clientId) throws IOException {
		Answer answer = this.browser.send("GET", authorizationRequest(clientId), HTML, null);
		Matcher state = STATE.matcher(answer.body());
		expect(answer.status() == 200 && state.find(), answer);
		return state.group(1);
	}

	/**
	 * Ask for what the user has allowed, up to the redirect to the client with a code.
	 */
	void authorize() throws IOException {
		this.next = (this.next + 1) % this.clientIds.size();
		parameter("code", this.browser.send("GET", authorizationRequest(this.clientIds.get(this.next)), HTML, null));
	}

	/**
	 * Refresh an access token, which replaces the refresh token.
	 */
	void refresh() throws IOException {
		this.next = (this.next + 1) % this.clientIds.size();
		this.refreshTokens.set(this.next, tokens("grant_type=refresh_token&refresh_token="
				+ encoded(this.refreshTokens.get(this.next)) + "&client_id=" + encoded(this.clientIds.get(this.next))));
	}

	private String tokens(String form) throws IOException {
		Answer answer = this.client.send("POST", "/oauth2/token", "Accept: application/json\r\n" + FORM, form);
		String refreshToken = json.readTree(answer.body()).path("refresh_token").asString();
		expect(answer.status() == 200 && !refreshToken.isEmpty(), answer);
		return refreshToken;
	}

	private static String parameter(String name, Answer answer) throws IOException {
		Matcher parameters = PARAMETER.matcher(answer.location());
		while (parameters.find()) {
			if (parameters.group(1).equals(name)) {
				return URLDecoder.decode(parameters.group(2), StandardCharsets.UTF_8);
			}
		}
		throw unexpected(answer);
	}

	private static void expect(boolean expected, Answer answer) throws IOException {
		if (!expected) {
			throw unexpected(answer);
		}
	}

	private static IOException unexpected(Answer answer) {
		return new IOException("Answered " + answer.status() + " " + answer.location() + " " + answer.body());
	}

	private static String encoded(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

	void close() throws IOException {
		this.browser.close();
		this.client.close();
	}

}
