package io.github.opendcr.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An HTTP client that keeps cookies and follows no redirect.
 */
final class Http {

	private final HttpClient client = HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

	Answer get(URI uri, String... headers) {
		return send(request(uri, headers).GET());
	}

	Answer delete(URI uri, String... headers) {
		return send(request(uri, headers).DELETE());
	}

	Answer postJson(URI uri, String json, String... headers) {
		return send(
				request(uri, headers).header("Content-Type", "application/json").POST(BodyPublishers.ofString(json)));
	}

	Answer putJson(URI uri, String json, String... headers) {
		return send(
				request(uri, headers).header("Content-Type", "application/json").PUT(BodyPublishers.ofString(json)));
	}

	Answer postForm(URI uri, List<Map.Entry<String, String>> form, String... headers) {
		return send(request(uri, headers).header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(encode(form))));
	}

	static String encode(List<Map.Entry<String, String>> parameters) {
		return parameters.stream()
			.map((parameter) -> encode(parameter.getKey()) + "=" + encode(parameter.getValue()))
			.collect(Collectors.joining("&"));
	}

	private static String encode(String value) {
		return URLEncoder.encode(value, StandardCharsets.UTF_8);
	}

	private static HttpRequest.Builder request(URI uri, String... headers) {
		HttpRequest.Builder request = HttpRequest.newBuilder(uri);
		return (headers.length > 0) ? request.headers(headers) : request;
	}

	private Answer send(HttpRequest.Builder request) {
		try {
			return Answer.of(this.client.send(request.build(), BodyHandlers.ofString()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
