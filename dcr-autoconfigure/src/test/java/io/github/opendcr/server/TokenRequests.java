package io.github.opendcr.server;

import java.util.HashMap;
import java.util.Map;

import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.TestServer;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients send to an authorization server.
 *
 * @param server the server
 */
record TokenRequests(ServerApplication server) {

	Answer login(RegisteredClient client, String redirectUri) {
		String redirect = this.server.browser().walk(authorization(client, redirectUri));
		assertThat(redirect).startsWith(redirectUri + "?code=");
		return this.server.http().form("/oauth2/token", exchange(client, redirect, redirectUri)).expect(200);
	}

	Answer refresh(String clientId, String token) {
		return this.server.http()
			.form("/oauth2/token",
					Map.of("grant_type", "refresh_token", "client_id", clientId, "refresh_token", token));
	}

	Answer revoke(String clientId, String token) {
		return this.server.http().form("/oauth2/revoke", Map.of("client_id", clientId, "token", token));
	}

	Answer introspect(String clientId, String secret, String token) {
		return this.server.http()
			.form("/oauth2/introspect", Map.of("token", token), TestServer.basic(clientId, secret.replace(" ", "+")));
	}

	static Map<String, String> authorization(RegisteredClient client, String redirectUri) {
		Map<String, String> parameters = Browser.request(client.getClientId(), redirectUri);
		parameters.remove("state");
		parameters.put("scope", "openid profile");
		return parameters;
	}

	static Map<String, String> exchange(RegisteredClient client, String redirect, String redirectUri) {
		Map<String, String> form = TestServer.codeGrant(Browser.parameter(redirect, "code"), redirectUri);
		form.put("client_id", client.getClientId());
		return form;
	}

	static Map<String, String> exchangeWithoutVerifier(RegisteredClient client, String redirect) {
		Map<String, String> form = new HashMap<>(exchange(client, redirect, "http://127.0.0.1/callback"));
		form.remove("code_verifier");
		return form;
	}

	static void assertError(Answer answer, int status, String error) {
		assertThat(answer.expect(status).string("error")).isEqualTo(error);
	}

	static boolean active(Answer answer) {
		return (Boolean) answer.expect(200).json().get("active");
	}

}
