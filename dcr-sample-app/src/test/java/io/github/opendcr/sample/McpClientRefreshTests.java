package io.github.opendcr.sample;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import io.github.opendcr.testkit.Answer;

import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Real MCP clients refresh their tokens where the server lets public clients do so.
 */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "dcr.public-clients.refresh-tokens=true")
class McpClientRefreshTests {

	@LocalServerPort
	private int port;

	private Server server;

	@BeforeEach
	void setUp() {
		this.server = new Server(this.port);
	}

	@ParameterizedTest
	@MethodSource("io.github.opendcr.sample.McpClient#all")
	void refreshWhenRegisteredForItThenWorksAndRotates(McpClient mcpClient) {
		Answer registered = this.server.register(mcpClient.payload().toString());
		assertThat(registered.strings("grant_types")).containsExactly("authorization_code", "refresh_token");
		Client client = Client.of(registered);
		Answer tokens = new CodeFlow(this.server, client, mcpClient.usedRedirectUris().get(0)).run(new User());
		Answer refreshed = this.server.refresh(client, tokens.string("refresh_token"));
		assertThat(refreshed.status()).as(refreshed.toString()).isEqualTo(200);
		assertThat(this.server.whoami(refreshed.string("access_token")).string("subject")).isEqualTo("user");
		Answer again = this.server.refresh(client, refreshed.string("refresh_token"));
		assertThat(again.status()).as(again.toString()).isEqualTo(200);
		if (mcpClient.isPublic()) {
			assertThat(refreshed.string("refresh_token")).isNotEqualTo(tokens.string("refresh_token"));
			Answer reused = this.server.refresh(client, tokens.string("refresh_token"));
			assertThat(reused.status()).isEqualTo(400);
			assertThat(reused.string("error")).isEqualTo("invalid_grant");
		}
	}

}
