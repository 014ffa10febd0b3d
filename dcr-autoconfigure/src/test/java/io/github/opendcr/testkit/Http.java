package io.github.opendcr.testkit;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A client of HTTP with cookies. Headers come in pairs of name and value.
 */
public final class Http {

	private static final String JSON = "application/json";

	private static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final CookieManager cookies = new CookieManager();

	private final HttpClient client;

	private final String base;

	private final String[] headers;

	/**
	 * With headers that a proxy adds to each request.
	 */
	public Http(String base, String... headers) {
		this(base, CLIENT, headers);
	}

	/**
	 * With a client of its own, such as one with a certificate.
	 */
	public Http(String base, HttpClient.Builder client) {
		this(base, client.version(HttpClient.Version.HTTP_1_1).build());
	}

	private Http(String base, HttpClient client, String... headers) {
		this.base = base;
		this.client = client;
		this.headers = headers;
	}

	public Answer get(String path, String... headers) {
		return send("GET", path, BodyPublishers.noBody(), headers);
	}

	public Answer post(String path, String json, String... headers) {
		return send("POST", path, BodyPublishers.ofString(json), withJson(headers));
	}

	public Answer put(String path, String json, String... headers) {
		return send("PUT", path, BodyPublishers.ofString(json), withJson(headers));
	}

	public Answer delete(String path, String... headers) {
		return send("DELETE", path, BodyPublishers.noBody(), headers);
	}

	public Answer options(String path, String... headers) {
		return send("OPTIONS", path, BodyPublishers.noBody(), headers);
	}

	public Answer form(String path, Map<String, String> form, String... headers) {
		return form(path, encode(form), headers);
	}

	public Answer form(String path, String form, String... headers) {
		return send("POST", path, BodyPublishers.ofString(form),
				with(headers, "Content-Type", "application/x-www-form-urlencoded"));
	}

	public Answer send(String method, String path, BodyPublisher body, String... headers) {
		URI uri = URI.create(path.startsWith("http") ? path : this.base + path);
		HttpRequest.Builder request = HttpRequest.newBuilder(uri).method(method, body);
		String[] all = with(this.headers, headers);
		for (int i = 0; i < all.length; i += 2) {
			request.header(all[i], all[i + 1]);
		}
		try {
			this.cookies.get(uri, Map.of()).forEach((name, values) -> request.header(name, String.join("; ", values)));
			HttpResponse<String> response = this.client.send(request.build(), BodyHandlers.ofString());
			this.cookies.put(uri, response.headers().map());
			return new Answer(response.statusCode(), response.headers(), response.body());
		}
		catch (IOException ex) {
			throw new AssertionError(method + " " + path, ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	public static String encode(Map<String, String> parameters) {
		return parameters.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + URLEncoder.encode(entry.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
	}

	private static String[] withJson(String[] headers) {
		boolean hasContentType = Arrays.asList(headers).contains("Content-Type");
		return hasContentType ? headers : with(headers, "Content-Type", JSON);
	}

	private static String[] with(String[] headers, String... more) {
		List<String> all = new ArrayList<>(List.of(headers));
		all.addAll(List.of(more));
		return all.toArray(String[]::new);
	}

}
