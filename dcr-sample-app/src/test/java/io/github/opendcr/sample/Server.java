package io.github.opendcr.sample;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A running sample, as a client sees it.
 */
final class Server {

	private final URI origin;

	private final Http http = new Http();

	Server(int port) {
		this.origin = URI.create("http://localhost:" + port);
	}

	Http http() {
		return this.http;
	}

	URI uri(String path) {
		return this.origin.resolve(path);
	}

	Answer get(String path, String... headers) {
		return this.http.get(uri(path), headers);
	}

	Answer register(String metadata, String... headers) {
		return this.http.postJson(uri("/oauth2/register"), metadata, headers);
	}

	Answer whoami(String accessToken) {
		return get("/api/whoami", bearer(accessToken));
	}

	@SafeVarargs
	final Answer token(Client client, Map.Entry<String, String>... parameters) {
		if (!client.secret().isEmpty()) {
			return this.http.postForm(uri("/oauth2/token"), List.of(parameters), basic(client.id(), client.secret()));
		}
		return this.http.postForm(uri("/oauth2/token"),
				Stream.concat(Stream.of(Map.entry("client_id", client.id())), Stream.of(parameters)).toList());
	}

	Answer refresh(Client client, String refreshToken) {
		return token(client, Map.entry("grant_type", "refresh_token"), Map.entry("refresh_token", refreshToken));
	}

	/**
	 * Get a token as the client that was registered by hand.
	 */
	String sampleClientToken(String scope) {
		return token(new Client("sample-client", "secret", scope), Map.entry("grant_type", "client_credentials"),
				Map.entry("scope", scope))
			.text("access_token");
	}

	Answer introspect(String token) {
		return this.http.postForm(uri("/oauth2/introspect"), List.of(Map.entry("token", token)),
				basic("sample-client", "secret"));
	}

	/**
	 * Issue an initial access token as the operator does.
	 */
	Answer issueToken(String terms) {
		return this.http.postJson(uri("/actuator/dcrtokens"), terms, basic("admin", "password"));
	}

	static String[] bearer(String token) {
		return new String[] { "Authorization", "Bearer " + token };
	}

	static String[] basic(String clientId, String secret) {
		byte[] credentials = (clientId + ":" + secret).getBytes(StandardCharsets.UTF_8);
		return new String[] { "Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials) };
	}

}
