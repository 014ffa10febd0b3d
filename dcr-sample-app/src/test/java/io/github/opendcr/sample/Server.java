package io.github.opendcr.sample;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.TestServer;

/**
 * A running sample, as a client sees it.
 */
final class Server {

	private final URI origin;

	private final Http http;

	Server(int port) {
		this.origin = URI.create("http://localhost:" + port);
		this.http = new Http(this.origin.toString());
	}

	Http http() {
		return this.http;
	}

	URI uri(String path) {
		return this.origin.resolve(path);
	}

	Answer get(String path, String... headers) {
		return this.http.get(path, headers);
	}

	Answer register(String metadata, String... headers) {
		return this.http.post("/oauth2/register", metadata, headers);
	}

	Answer whoami(String accessToken) {
		return get("/api/whoami", Registered.bearer(accessToken));
	}

	Answer token(Client client, Map<String, String> parameters) {
		if (!client.secret().isEmpty()) {
			return this.http.form("/oauth2/token", parameters, TestServer.basic(client.id(), client.secret()));
		}
		Map<String, String> all = new HashMap<>(parameters);
		all.put("client_id", client.id());
		return this.http.form("/oauth2/token", all);
	}

	Answer refresh(Client client, String refreshToken) {
		return token(client, Map.of("grant_type", "refresh_token", "refresh_token", refreshToken));
	}

	/**
	 * Get a token as the client that was registered by hand.
	 */
	String sampleClientToken(String scope) {
		return token(new Client("sample-client", "secret", scope),
				Map.of("grant_type", "client_credentials", "scope", scope))
			.string("access_token");
	}

	Answer introspect(String token) {
		return this.http.form("/oauth2/introspect", Map.of("token", token),
				TestServer.basic("sample-client", "secret"));
	}

	/**
	 * Issue an initial access token as the operator does.
	 */
	Answer issueToken(String terms) {
		return this.http.post("/actuator/dcrtokens", terms, TestServer.basic("admin", "password"));
	}

}
