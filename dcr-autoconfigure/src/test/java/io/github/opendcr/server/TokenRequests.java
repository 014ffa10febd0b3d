package io.github.opendcr.server;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients send to an authorization server.
 *
 * @param server the server
 */
record TokenRequests(ServerApplication server) {

	private static final JsonMapper json = new JsonMapper();

	JsonNode login(RegisteredClient client, String redirectUri) {
		String redirect = this.server.browser().authorize(authorization(client, redirectUri));
		assertThat(redirect).startsWith(redirectUri + "?code=");
		HttpResponse<String> response = this.server.browser()
			.post("/oauth2/token", exchange(client, redirect, redirectUri));
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return body(response);
	}

	HttpResponse<String> refresh(String clientId, String token) {
		return this.server.browser()
			.post("/oauth2/token",
					Map.of("grant_type", "refresh_token", "client_id", clientId, "refresh_token", token));
	}

	HttpResponse<String> revoke(String clientId, String token) {
		return this.server.browser().post("/oauth2/revoke", Map.of("client_id", clientId, "token", token));
	}

	HttpResponse<String> introspect(String clientId, String secret, String token) {
		String credentials = clientId + ":" + secret.replace(" ", "+");
		String basic = Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII));
		return this.server.browser()
			.post("/oauth2/introspect", Map.of("token", token), "Authorization", "Basic " + basic);
	}

	static Map<String, String> authorization(RegisteredClient client, String redirectUri) {
		return Map.of("response_type", "code", "client_id", client.getClientId(), "redirect_uri", redirectUri, "scope",
				"openid profile", "code_challenge", Browser.CHALLENGE, "code_challenge_method", "S256");
	}

	static Map<String, String> exchange(RegisteredClient client, String redirect, String redirectUri) {
		return new LinkedHashMap<>(Map.of("grant_type", "authorization_code", "client_id", client.getClientId(), "code",
				Browser.parameter(redirect, "code"), "redirect_uri", redirectUri, "code_verifier", Browser.VERIFIER));
	}

	static Map<String, String> exchangeWithoutVerifier(RegisteredClient client, String redirect) {
		Map<String, String> form = exchange(client, redirect, "http://127.0.0.1/callback");
		form.remove("code_verifier");
		return form;
	}

	static void assertError(HttpResponse<String> response, int status, String error) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
		assertThat(body(response).get("error").asString()).isEqualTo(error);
	}

	static boolean active(HttpResponse<String> response) {
		assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
		return body(response).get("active").asBoolean();
	}

	static List<String> strings(JsonNode array) {
		return array.valueStream().map(JsonNode::asString).toList();
	}

	static JsonNode body(HttpResponse<String> response) {
		return json.readTree(response.body());
	}

}
