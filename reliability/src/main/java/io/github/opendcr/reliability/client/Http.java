package io.github.opendcr.reliability.client;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Sends requests, follows no redirects, and keeps the cookies that servers set.
 */
public final class Http {

	private static final Duration TIMEOUT = Duration.ofSeconds(60);

	private final HttpClient client = HttpClient.newBuilder()
		.version(HttpClient.Version.HTTP_1_1)
		.followRedirects(HttpClient.Redirect.NEVER)
		.cookieHandler(new CookieManager())
		.connectTimeout(TIMEOUT)
		.build();

	public Answer get(URI uri, String... headers) throws IOException {
		return send("GET", uri, null, headers);
	}

	/**
	 * Send a request.
	 * @param headers names and values in turn
	 * @throws IOException if there is no answer
	 */
	public Answer send(String method, URI uri, @Nullable String body, String... headers) throws IOException {
		BodyPublisher content = (body != null) ? BodyPublishers.ofString(body) : BodyPublishers.noBody();
		HttpRequest.Builder request = HttpRequest.newBuilder(uri).timeout(TIMEOUT).method(method, content);
		if (headers.length > 0) {
			request.headers(headers);
		}
		try {
			HttpResponse<String> response = this.client.send(request.build(), BodyHandlers.ofString());
			return new Answer(response.statusCode(), response.headers(), response.body());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new InterruptedIOException(uri.toString());
		}
	}

}
