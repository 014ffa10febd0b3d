package io.github.opendcr.sample;

import java.util.List;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.opendcr.testkit.Answer;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real MCP clients register with the sample as it is configured, and get to its API.
 */
@SampleTest
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
		assertThat(client.json())
			.allSatisfy((member, value) -> assertThat(value).as(member).isNotNull().isNotEqualTo(""));
		assertThat(client.strings("redirect_uris")).isEqualTo(mcpClient.texts("redirect_uris"));
		for (String member : List.of("client_name", "token_endpoint_auth_method")) {
			assertThat(client.string(member)).isEqualTo(mcpClient.payload().get(member).asString());
		}
		assertThat(client.strings("response_types")).containsExactly("code");
		assertThat(client.json().containsKey("client_secret")).isEqualTo(!mcpClient.isPublic());
		assertThat(client.json().containsKey("client_secret_expires_at")).isEqualTo(!mcpClient.isPublic());
	}

	@ParameterizedTest
	@MethodSource("io.github.opendcr.sample.McpClient#all")
	void registerWhenScopeIsMissingOrNotAllowedThenAnswersUsableScopes(McpClient mcpClient) {
		String asked = mcpClient.payload().path("scope").asString("");
		String granted = register(mcpClient).string("scope");
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
			assertThat(client.strings("grant_types")).containsExactly("authorization_code");
		}
		else {
			assertThat(client.strings("grant_types")).containsExactly("authorization_code", "refresh_token");
		}
	}

	@ParameterizedTest
	@MethodSource("io.github.opendcr.sample.McpClient#all")
	void authorizeWhenRegisteredThenGetsToTheApi(McpClient mcpClient) {
		Answer client = register(mcpClient);
		for (String redirectUri : mcpClient.usedRedirectUris()) {
			Answer tokens = new CodeFlow(this.server, Client.of(client), redirectUri).run(new User());
			assertThat(tokens.status()).as(tokens.toString()).isEqualTo(200);
			assertThat(tokens.json().containsKey("refresh_token")).isEqualTo(!mcpClient.isPublic());
			Answer whoami = this.server.whoami(tokens.string("access_token"));
			assertThat(whoami.status()).as(whoami.toString()).isEqualTo(200);
			assertThat(whoami.string("subject")).isEqualTo("user");
			assertThat(whoami.strings("audience")).containsExactly(CodeFlow.RESOURCE);
			assertThat(whoami.strings("scopes")).containsExactlyInAnyOrder(client.string("scope").split(" "));
		}
	}

	@ParameterizedTest
	@MethodSource("io.github.opendcr.sample.McpClient#all")
	void authorizeWhenRegisteredThenConsentPageSaysWhoAsks(McpClient mcpClient) {
		Answer client = register(mcpClient);
		String redirectUri = mcpClient.usedRedirectUris().get(0);
		User browser = new User();
		new CodeFlow(this.server, Client.of(client), redirectUri).run(browser);
		assertThat(browser.consentPages()).singleElement()
			.satisfies((page) -> assertThat(page.text()).contains(client.string("client_name"))
				.contains("registered itself")
				.contains(redirectUri));
	}

	private Answer register(McpClient mcpClient) {
		Answer client = this.server.register(mcpClient.payload().toString());
		assertThat(client.status()).as(client.toString()).isEqualTo(201);
		return client;
	}

}
