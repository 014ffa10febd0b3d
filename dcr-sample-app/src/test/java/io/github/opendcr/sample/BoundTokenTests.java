package io.github.opendcr.sample;

import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.DpopKey;
import io.github.opendcr.testkit.TestServer;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Access tokens that are bound to a key by DPoP (RFC 9449 §7): the API takes them with a
 * proof, and not without.
 */
@SampleTest
class BoundTokenTests {

	@LocalServerPort
	private int port;

	private Server server;

	private final DpopKey key = new DpopKey();

	@BeforeEach
	void setUp() {
		this.server = new Server(this.port);
	}

	@Test
	void apiWhenTokenIsBoundThenNeedsAProofByItsKey() {
		String token = token();
		assertThat(whoami(this.key, token, "/api/whoami")).isEqualTo(200);
		assertThat(whoami(new DpopKey(), token, "/api/whoami")).isEqualTo(401);
		assertThat(whoami(this.key, token, "/api/other")).isEqualTo(401);
		assertThat(this.server.get("/api/whoami", "Authorization", "DPoP " + token).status()).isEqualTo(401);
	}

	@Test
	void apiWhenTokenIsBoundThenItIsNoBearerToken() {
		assertThat(this.server.whoami(token()).status()).isEqualTo(401);
	}

	private String token() {
		String[] headers = Stream
			.of(TestServer.basic("sample-client", "secret"),
					this.key.proof("POST", this.server.uri("/oauth2/token").toString()))
			.flatMap(Stream::of)
			.toArray(String[]::new);
		return this.server.http()
			.form("/oauth2/token", Map.of("grant_type", "client_credentials", "scope", "mcp:read"), headers)
			.string("access_token");
	}

	private int whoami(DpopKey signer, String token, String provenPath) {
		String[] headers = signer.proofWith(token, "GET", this.server.uri(provenPath).toString());
		return this.server.get("/api/whoami", headers).status();
	}

}
