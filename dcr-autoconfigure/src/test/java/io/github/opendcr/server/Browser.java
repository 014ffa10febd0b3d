package io.github.opendcr.server;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;

/**
 * A user with a browser, and the client that sent the user there.
 */
final class Browser {

	static final String VERIFIER = "a-code-verifier-that-is-long-enough-to-be-one-0123456789";

	// SHA-256 of the verifier, base64url
	static final String CHALLENGE = Pkce.challenge(VERIFIER);

	private final HttpClient http = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

	private final String base;

	Browser(String base) {
		this.base = base;
	}

	HttpResponse<String> get(String path, String... headers) {
		return send(request(path, headers).GET());
	}

	HttpResponse<String> options(String path, String... headers) {
		return send(request(path, headers).method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
	}

	HttpResponse<String> post(String path, Map<String, String> form, String... headers) {
		return send(request(path, headers).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString(encode(form))));
	}

	/**
	 * Log in, consent to everything, and come back to the client.
	 */
	String authorize(Map<String, String> parameters) {
		HttpResponse<String> response = get("/oauth2/authorize?" + encode(parameters), "Accept", "text/html");
		if (isRedirect(response, "/login")) {
			Element login = Jsoup.parse(get("/login").body());
			String csrf = login.selectXpath("//input[@name='_csrf']").attr("value");
			response = post("/login", Map.of("username", "user", "password", "password", "_csrf", csrf));
			response = get(location(response), "Accept", "text/html");
		}
		if (response.statusCode() == 200) {
			response = consent(response.body());
		}
		if (response.statusCode() != 302) {
			throw new AssertionError(response.statusCode() + " " + response.body());
		}
		return location(response);
	}

	private HttpResponse<String> consent(String page) {
		List<String> form = new ArrayList<>();
		for (Element input : Jsoup.parse(page).select("form input[name]")) {
			form.add(encode(Map.of(input.attr("name"), input.attr("value"))));
		}
		return send(request("/oauth2/authorize").header("Content-Type", "application/x-www-form-urlencoded")
			.POST(HttpRequest.BodyPublishers.ofString(String.join("&", form))));
	}

	static String parameter(String uri, String name) {
		for (String pair : URI.create(uri).getRawQuery().split("&")) {
			if (pair.startsWith(name + "=")) {
				return URLDecoder.decode(pair.substring(name.length() + 1), StandardCharsets.UTF_8);
			}
		}
		throw new AssertionError("No " + name + " in " + uri);
	}

	static String encode(Map<String, String> parameters) {
		return parameters.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
	}

	static String location(HttpResponse<String> response) {
		return response.headers().firstValue("Location").orElseThrow();
	}

	private static boolean isRedirect(HttpResponse<String> response, String path) {
		return response.statusCode() == 302 && location(response).endsWith(path);
	}

	private HttpRequest.Builder request(String path, String... headers) {
		HttpRequest.Builder request = HttpRequest
			.newBuilder(URI.create(path.startsWith("http") ? path : this.base + path));
		for (int i = 0; i < headers.length; i += 2) {
			request.header(headers[i], headers[i + 1]);
		}
		return request;
	}

	private HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return this.http.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

}
