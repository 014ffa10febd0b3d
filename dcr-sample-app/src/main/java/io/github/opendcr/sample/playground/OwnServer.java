package io.github.opendcr.sample.playground;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

import org.springframework.core.env.Environment;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;

/**
 * The server that this page runs on, over HTTP, as any client would speak to it. Its
 * address is the one on which it listens, and not what a browser says in its
 * {@code Host}: no visitor sends this server anywhere else.
 */
@Component
class OwnServer {

	private final HttpClient http = HttpClient.newHttpClient();

	private final Environment environment;

	OwnServer(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Ask the server where its endpoints are.
	 */
	Endpoints discover() {
		String discovery = origin() + "/.well-known/oauth-authorization-server";
		Map<String, Object> metadata = send(Call.get(discovery)).json();
		if (metadata == null) {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "There is no discovery document");
		}
		return new Endpoints(discovery, metadata);
	}

	/**
	 * Return the API that the tokens are for.
	 */
	String api() {
		return origin() + "/api/whoami";
	}

	private String origin() {
		// The port is known when the server has started
		return "http://localhost:" + this.environment.getRequiredProperty("local.server.port")
				+ this.environment.getProperty("server.servlet.context-path", "");
	}

	/**
	 * Send a request, and follow no redirect.
	 */
	Reply send(Call call) {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(call.uri()))
			.method(call.method(),
					(call.body() != null) ? BodyPublishers.ofString(call.body()) : BodyPublishers.noBody());
		call.sentHeaders().forEach(request::header);
		try {
			HttpResponse<String> response = this.http.send(request.build(), BodyHandlers.ofString());
			return new Reply(response.statusCode(), response.body());
		}
		catch (IOException ex) {
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "This server doesn't reach itself", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ResponseStatusException(HttpStatus.SERVICE_UNAVAILABLE, "The server stops", ex);
		}
	}

}
