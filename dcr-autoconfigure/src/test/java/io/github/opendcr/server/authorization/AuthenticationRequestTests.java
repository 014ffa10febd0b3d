package io.github.opendcr.server.authorization;

import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.authentication.OAuth2AuthorizationCodeRequestAuthenticationToken;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AuthenticationRequest}.
 */
class AuthenticationRequestTests {

	private static String identity(String state, String nonce) {
		RegisteredClient client = RegisteredClient.withId("id")
			.clientId("client")
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.redirectUri("https://client.example/cb")
			.build();
		OAuth2AuthorizationCodeRequestAuthenticationToken token = new OAuth2AuthorizationCodeRequestAuthenticationToken(
				"https://server.example/oauth2/authorize", "client", new TestingAuthenticationToken("user", ""), null,
				state, null, Map.of("nonce", nonce));
		return new AuthenticationRequest(token, client, new LoginDemand(false, true, null)).identity();
	}

	/**
	 * Sessions keep it, also of users who never log in.
	 */
	@Test
	void identityThenShortHoweverLongTheRequestIs() {
		assertThat(identity("state", "n".repeat(1_000_000))).hasSizeLessThan(100);
	}

	@Test
	void identityThenTellsRequestsApart() {
		assertThat(identity("state", "nonce")).isEqualTo(identity("state", "nonce"))
			.isNotEqualTo(identity("other", "nonce"))
			.isNotEqualTo(identity("state", "other"));
	}

}
