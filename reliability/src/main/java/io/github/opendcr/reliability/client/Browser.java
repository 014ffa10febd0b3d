package io.github.opendcr.reliability.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A user with a browser, whom clients send to the authorization endpoint of one node.
 */
public final class Browser {

	private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

	private static final Pattern STATE = Pattern.compile("name=\"state\" value=\"([^\"]+)\"");

	private static final Pattern CODE = Pattern.compile("[?&]code=([^&]+)");

	// RFC 7636, appendix B
	private static final String VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

	private static final String CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

	private static final String FORM = "application/x-www-form-urlencoded";

	private final Http http = new Http();

	private final URI node;

	private boolean loggedIn;

	public Browser(URI node) {
		this.node = node;
	}

	/**
	 * Log in if that isn't done.
	 */
	public void logIn() throws IOException {
		if (this.loggedIn) {
			return;
		}
		Matcher csrf = CSRF.matcher(get("/login").body());
		if (!csrf.find()) {
			throw new IOException("The login page is another");
		}
		Answer answer = post("/login", "username=user&password=password&_csrf=" + Api.encoded(csrf.group(1)));
		if (!answer.is(302) || answer.header("Location").contains("error")) {
			throw new IOException("Nobody could log in: " + answer);
		}
		this.loggedIn = true;
	}

	/**
	 * Be sent to the authorization endpoint by a client.
	 */
	public Answer authorize(String clientId) throws IOException {
		logIn();
		return get("/oauth2/authorize?response_type=code&client_id=" + Api.encoded(clientId) + "&redirect_uri="
				+ Api.encoded(Metadata.REDIRECT_URI) + "&scope=profile&state=x&code_challenge=" + CHALLENGE
				+ "&code_challenge_method=S256");
	}

	/**
	 * Return whether it is the page that asks for consent.
	 */
	public static boolean isConsentPage(Answer answer) {
		return answer.is(200) && STATE.matcher(answer.body()).find();
	}

	/**
	 * Allow what the page asks for.
	 */
	public Answer consent(String clientId, Answer page) throws IOException {
		Matcher state = STATE.matcher(page.body());
		if (!state.find()) {
			throw new IOException("No consent page: " + page);
		}
		return post("/oauth2/authorize",
				"client_id=" + Api.encoded(clientId) + "&state=" + Api.encoded(state.group(1)) + "&scope=profile");
	}

	/**
	 * Return the authorization code with which the browser is sent back, empty if there
	 * is none.
	 */
	public static String code(Answer answer) {
		Matcher code = CODE.matcher(answer.header("Location"));
		return code.find() ? URLDecoder.decode(code.group(1), StandardCharsets.UTF_8) : "";
	}

	/**
	 * Return what a client without a secret sends to the token endpoint for a code.
	 */
	public static String redemption(String clientId, String code) {
		return "grant_type=authorization_code&redirect_uri=" + Api.encoded(Metadata.REDIRECT_URI) + "&code_verifier="
				+ VERIFIER + "&code=" + Api.encoded(code) + "&client_id=" + Api.encoded(clientId);
	}

	private Answer get(String path) throws IOException {
		return this.http.get(this.node.resolve(path), "Accept", "text/html");
	}

	private Answer post(String path, String form) throws IOException {
		return this.http.send("POST", this.node.resolve(path), form, "Accept", "text/html", "Content-Type", FORM);
	}

}
