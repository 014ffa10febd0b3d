package io.github.opendcr.testkit;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/**
 * A user with a browser, whom clients send to the authorization endpoint.
 */
public final class Browser {

	/**
	 * The {@code code_verifier} of every client (RFC 7636).
	 */
	public static final String VERIFIER = "a-code-verifier-that-is-long-enough-to-be-one-0123456789";

	private static final String[] HTML = { "Accept", "text/html" };

	private final Http http;

	public Browser(Http http) {
		this.http = http;
	}

	public void logIn() {
		logIn("user");
	}

	/**
	 * Log in as one of the server's users, who have one password.
	 */
	public void logIn(String user) {
		Element login = Jsoup.parse(this.http.get("/login").body());
		String csrf = login.selectXpath("//input[@name='_csrf']").attr("value");
		this.http.form("/login", Map.of("username", user, "password", "password", "_csrf", csrf), HTML).expect(302);
	}

	/**
	 * The parameters of an authorization request.
	 */
	public static Map<String, String> request(String clientId, String redirectUri) {
		Map<String, String> parameters = new LinkedHashMap<>();
		parameters.put("response_type", "code");
		parameters.put("client_id", clientId);
		parameters.put("redirect_uri", redirectUri);
		parameters.put("state", "the-state");
		parameters.put("code_challenge", challenge(VERIFIER));
		parameters.put("code_challenge_method", "S256");
		return parameters;
	}

	/**
	 * Send the browser to the authorization endpoint, logged in.
	 */
	public Answer authorize(String clientId, String redirectUri, Map<String, String> more) {
		Map<String, String> parameters = request(clientId, redirectUri);
		parameters.putAll(more);
		parameters.values().removeIf(String::isEmpty);
		return authorize(parameters);
	}

	public Answer authorize(Map<String, String> parameters) {
		return authorize(Http.encode(parameters));
	}

	public Answer authorize(String query) {
		return this.http.get("/oauth2/authorize?" + query, HTML);
	}

	public Answer get(String path) {
		return this.http.get(path, HTML);
	}

	public Answer post(String path, Map<String, String> form) {
		return post(path, Http.encode(form));
	}

	public Answer post(String path, String form) {
		return this.http.form(path, form, HTML);
	}

	/**
	 * Log in and go to the authorization endpoint, to see whether the client is known.
	 */
	public int authorizeStatus(String clientId, String redirectUri) {
		logIn();
		return authorize(clientId, redirectUri, Map.of("scope", "openid profile")).status();
	}

	/**
	 * Consent to everything that a consent page asks.
	 */
	public Answer consent(Answer page) {
		List<String> form = new ArrayList<>();
		for (Element input : Jsoup.parse(page.expect(200).body()).select("form:not(#refusal) input[name]")) {
			form.add(Http.encode(Map.of(input.attr("name"), input.attr("value"))));
		}
		return this.http.form("/oauth2/authorize", String.join("&", form), HTML);
	}

	/**
	 * Go to the authorization endpoint, log in and consent if asked, and return the
	 * authorization code.
	 */
	public String code(String clientId, String redirectUri, String scope) {
		Map<String, String> parameters = request(clientId, redirectUri);
		parameters.put("scope", scope);
		return parameter(walk(parameters), "code");
	}

	/**
	 * Go to the authorization endpoint, log in and consent if asked, and return where the
	 * browser is sent then.
	 */
	public String walk(Map<String, String> parameters) {
		Answer answer = authorize(parameters);
		if (answer.status() == 302 && answer.header("Location").endsWith("/login")) {
			logIn();
			answer = authorize(parameters);
		}
		if (answer.status() == 200) {
			answer = consent(answer);
		}
		return answer.expect(302).header("Location");
	}

	public static String parameter(String uri, String name) {
		for (String pair : URI.create(uri).getRawQuery().split("&")) {
			if (pair.startsWith(name + "=")) {
				return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
			}
		}
		throw new AssertionError("No " + name + " in " + uri);
	}

	/**
	 * The {@code code_challenge} of a verifier by {@code S256}.
	 */
	public static String challenge(String verifier) {
		try {
			byte[] digest = MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII));
			return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new AssertionError(ex);
		}
	}

}
