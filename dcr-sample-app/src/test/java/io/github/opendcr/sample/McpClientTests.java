package io.github.opendcr.sample;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real MCP clients register with the sample as it is configured, and get to its API.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class McpClientTests {

	@LocalServerPort
	private int port;

	private Server server;

	@BeforeEach
	void setUp() {
		this.server = new Server(this.port);
	}

	@ParameterizedTest
	@MethodSource("io.github.opendcr.sample.McpClient#all")
	void registerWhenRealPayloadThenAnswersWhatIsGranted(McpClient mcpClient) {
		Answer client = register(mcpClient);
		assertThat(client.header("Cache-Control")).contains("no-store");
		assertThat(client.json().properties()).allSatisfy((member) -> {
			assertThat(member.getValue().isNull()).as(member.getKey()).isFalse();
			assertThat(member.getValue().toString()).as(member.getKey()).isNotEqualTo("\"\"");
		});
		assertThat(client.texts("redirect_uris")).isEqualTo(mcpClient.texts("redirect_uris"));
		assertThat(client.json().get("client_name")).isEqualTo(mcpClient.payload().get("client_name"));
		assertThat(client.json().get("token_endpoint_auth_method"))
			.isEqualTo(mcpClient.payload().get("token_endpoint_auth_method"));
		assertThat(client.texts("response_types")).containsExactly("code");
		assertThat(client.has("client_secret")).isEqualTo(!mcpClient.isPublic());
		assertThat(client.has("client_secret_expires_at")).isEqualTo(!mcpClient.isPublic());
	}

	@ParameterizedTest
	@MethodSource("io.github.opendcr.sample.McpClient#all")
	void registerWhenScopeIsMissingOrNotAllowedThenAnswersUsableScopes(McpClient mcpClient) {
		String asked = mcpClient.payload().path("scope").asString("");
		String granted = register(mcpClient).text("scope");
		if (asked.isEmpty() || asked.equals("reading-room")) {
			assertThat(granted.split(" ")).containsExactlyInAnyOrder("openid", "profile", "email", "mcp:read",
					"mcp:write");
		}
		else {
			assertThat(granted.split(" ")).containsExactlyInAnyOrder(asked.split(" "));
		}
	}

	@ParameterizedTest
	@MethodSource("io.github.opendcr.sample.McpClient#all")
	void registerWhenPublicClientAsksForRefreshTokensThenAnswersThatItGetsNone(McpClient mcpClient) {
		Answer client = register(mcpClient);
		assertThat(mcpClient.texts("grant_types")).contains("refresh_token");
		if (mcpClient.isPublic()) {
			assertThat(client.texts("grant_types")).containsExactly("authorization_code");
		}
		else {
			assertThat(client.texts("grant_types")).containsExactly("authorization_code", "refresh_token");
		}
	}

	@ParameterizedTest
	@MethodSource("io.github.opendcr.sample.McpClient#all")
	void authorizeWhenRegisteredThenGetsToTheApi(McpClient mcpClient) {
		Answer client = register(mcpClient);
		for (String redirectUri : mcpClient.usedRedirectUris()) {
			Answer tokens = new CodeFlow(this.server, Client.of(client), redirectUri).run(new Browser());
			assertThat(tokens.status()).as(tokens.toString()).isEqualTo(200);
			assertThat(tokens.has("refresh_token")).isEqualTo(!mcpClient.isPublic());
			Answer whoami = this.server.whoami(tokens.text("access_token"));
			assertThat(whoami.status()).as(whoami.toString()).isEqualTo(200);
			assertThat(whoami.text("subject")).isEqualTo("user");
			assertThat(whoami.texts("audience")).containsExactly(client.text("client_id"));
			assertThat(whoami.texts("scopes")).containsExactlyInAnyOrder(client.text("scope").split(" "));
		}
	}

	@ParameterizedTest
	@MethodSource("io.github.opendcr.sample.McpClient#all")
	void authorizeWhenRegisteredThenConsentPageSaysWhoAsks(McpClient mcpClient) {
		Answer client = register(mcpClient);
		String redirectUri = mcpClient.usedRedirectUris().get(0);
		Browser browser = new Browser();
		new CodeFlow(this.server, Client.of(client), redirectUri).run(browser);
		assertThat(browser.consentPages()).singleElement()
			.satisfies((page) -> assertThat(page.text()).contains(client.text("client_name"))
				.contains("registered itself")
				.contains(redirectUri));
	}

	private Answer register(McpClient mcpClient) {
		Answer client = this.server.register(mcpClient.payload().toString());
		assertThat(client.status()).as(client.toString()).isEqualTo(201);
		return client;
	}

}
