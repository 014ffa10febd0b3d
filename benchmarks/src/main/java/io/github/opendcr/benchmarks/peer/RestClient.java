package io.github.opendcr.benchmarks.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What is said to a server before it is measured.
 */
public final class RestClient {

	private static final HttpClient http = HttpClient.newHttpClient();

	private static final JsonMapper json = new JsonMapper();

	private final String authorization;

	private RestClient(String authorization) {
		this.authorization = authorization;
	}

	public static RestClient anonymous() {
		return new RestClient("");
	}

	/**
	 * Return a client with the access token that the form gets.
	 */
	public static RestClient login(URI tokenEndpoint, String form) {
		JsonNode tokens = anonymous().send(HttpRequest.newBuilder(tokenEndpoint)
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(form)));
		return new RestClient("Bearer " + tokens.path("access_token").asString());
	}

	public JsonNode get(URI uri) {
		return send(HttpRequest.newBuilder(uri));
	}

	public JsonNode post(URI uri, String body) {
		return send(HttpRequest.newBuilder(uri)
			.header("Content-Type", "application/json")
			.POST(BodyPublishers.ofString(body)));
	}

	public void delete(URI uri) {
		send(HttpRequest.newBuilder(uri).DELETE());
	}

	private JsonNode send(HttpRequest.Builder request) {
		if (!this.authorization.isEmpty()) {
			request.header("Authorization", this.authorization);
		}
		try {
			HttpRequest built = request.build();
			var response = http.send(built, BodyHandlers.ofString());
			if (response.statusCode() >= 300) {
				throw new IllegalStateException(built + " " + response.statusCode() + " " + response.body());
			}
			return json.readTree(response.body().isEmpty() ? "{}" : response.body());
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
