package io.github.opendcr.docs;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.testkit.Refusals;
import io.github.opendcr.testkit.Registered;
import io.github.opendcr.testkit.StatementIssuer;
import io.github.opendcr.testkit.TestServer;
import io.github.opendcr.token.InitialAccessTokenTerms;
import io.github.opendcr.token.InitialAccessTokens;

import org.springframework.boot.builder.SpringApplicationBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code docs/trust.md} configures for a situation does what the page says.
 */
class TrustPageTests {

	@Test
	void partnersYamlWhenInAnApplicationThenTheyComeWithATokenAndWait() throws IOException {
		try (TestServer server = start(yaml("How do you let partners in?"))) {
			String metadata = "{ \"redirect_uris\": [\"https://app.partner.example/cb\"], \"scope\": \"openid admin\" }";
			assertThat(server.register(metadata).status()).isEqualTo(401);
			String[] token = Registered.bearer(server.bean(InitialAccessTokens.class)
				.issue(InitialAccessTokenTerms.SINGLE_USE.withPolicy("partner"))
				.value());
			Refusals.assertRefused(server.register("{ \"redirect_uris\": [\"http://localhost/cb\"] }", token),
					"invalid_redirect_uri");
			Registered client = new Registered(server.http(), server.register(metadata, token).expect(201));
			assertThat(client.answer().string("scope")).isEqualTo("openid");
			assertThat(client.answer().string("client_secret_expires_at")).isNotEqualTo("0");
			assertThat(client.read().expect(200).json()).containsEntry("registration_status", "pending");
			assertThat(server.bean(ClientLifecycle.class).activate(client.id(), "Contract 7")).isTrue();
			assertThat(client.read().expect(200).json()).doesNotContainKey("registration_status");
		}
	}

	@Test
	void openBankingYamlWhenInAnApplicationThenTheStatementLetsInAndTheProfileHolds() throws IOException {
		Map<String, String> yaml = yaml("What does open banking need?");
		try (StatementIssuer directory = new StatementIssuer()) {
			assertThat(yaml.put("dcr.software-statement.trusted-issuers[0].jwks-location", directory.url()))
				.isNotNull();
			try (TestServer server = start(yaml)) {
				String members = "\"token_endpoint_auth_method\": \"%s\", \"scope\": \"openid accounts admin\", "
						+ "\"jwks_uri\": \"https://app.example/jwks.json\"";
				Refusals.assertRefused(
						server.register("{ \"redirect_uris\": [\"https://app.example/cb\"], "
								+ members.formatted("private_key_jwt") + " }"),
						"invalid_client_metadata", "software_statement");
				String stated = "{ \"software_statement\": \""
						+ directory.statement("software_id", "app", "redirect_uris", List.of("https://app.example/cb"))
						+ "\", ";
				Refusals.assertRefused(server.register(stated + "\"scope\": \"openid\" }"), "invalid_client_metadata",
						"private_key_jwt");
				assertThat(server.register(stated + members.formatted("private_key_jwt") + " }").expect(201).json())
					.containsEntry("scope", "openid accounts")
					.containsEntry("require_pushed_authorization_requests", true)
					.containsEntry("dpop_bound_access_tokens", true)
					.doesNotContainKey("client_secret");
			}
		}
	}

	private static Map<String, String> yaml(String heading) throws IOException {
		return new LinkedHashMap<>(DocumentPage.of("docs/trust.md").section(heading).properties());
	}

	private static TestServer start(Map<String, String> yaml) {
		yaml.put("logging.level.root", "error");
		yaml.put("spring.autoconfigure.exclude",
				"org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration");
		return TestServer.run(new SpringApplicationBuilder(TestServer.Application.class, TestServer.InMemory.class),
				yaml.entrySet()
					.stream()
					.map((entry) -> entry.getKey() + "=" + entry.getValue())
					.toArray(String[]::new));
	}

}
