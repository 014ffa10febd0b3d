package io.github.opendcr.sample;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.TestServer;

import org.springframework.web.util.UriComponentsBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The authorization code flow with PKCE, as a client runs it, for all scopes with which
 * it is registered.
 */
final class CodeFlow {

	/**
	 * What the sample's API knows itself by, wherever it runs.
	 */
	static final String RESOURCE = "http://localhost:9000";

	private static final String STATE = "state of the client, 100% its own";

	private final Server server;

	private final Client client;

	private final String redirectUri;

	CodeFlow(Server server, Client client, String redirectUri) {
		this.server = server;
		this.client = client;
		this.redirectUri = redirectUri;
	}

	/**
	 * Send the user through the pages and exchange the code.
	 * @return the answer of the token endpoint
	 */
	Answer run(User user) {
		URI callback = user.authorize(authorizationRequest());
		assertThat(callback.toString()).startsWith(this.redirectUri);
		Map<String, String> parameters = parameters(callback);
		assertThat(parameters).containsKey("code").containsEntry("state", STATE);
		return this.server.token(this.client, TestServer.codeGrant(parameters.get("code"), this.redirectUri));
	}

	URI authorizationRequest() {
		Map<String, String> parameters = Browser.request(this.client.id(), this.redirectUri);
		parameters.put("scope", this.client.scope());
		parameters.put("state", STATE);
		parameters.put("resource", RESOURCE);
		return this.server.uri("/oauth2/authorize?" + Http.encode(parameters));
	}

	static Map<String, String> parameters(URI callback) {
		Map<String, String> parameters = UriComponentsBuilder.fromUri(callback)
			.build()
			.getQueryParams()
			.toSingleValueMap();
		parameters.replaceAll((name, value) -> URLDecoder.decode(value, StandardCharsets.UTF_8));
		return parameters;
	}

}
