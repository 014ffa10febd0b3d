package io.github.opendcr.recipes.jpa;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.recipes.RecipeServer;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Registered;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/recipes/jpa.md}: clients, authorizations and consents are entities.
 */
class JpaTests {

	private static final String REDIRECT_URI = "https://client.example/cb";

	private static RecipeServer server;

	@BeforeAll
	static void start() {
		server = RecipeServer.start(Application.class, "spring.datasource.url=jdbc:h2:mem:jpa");
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	private static Registered register() {
		return server.registered("""
				{"redirect_uris": ["%s"], "grant_types": ["authorization_code", "refresh_token"],
				 "scope": "openid profile", "client_name": "Before"}""".formatted(REDIRECT_URI));
	}

	private static Answer exchange(Registered client, String code) {
		Map<String, String> form = new HashMap<>(Map.of("grant_type", "authorization_code", "code", code,
				"redirect_uri", REDIRECT_URI, "code_verifier", Browser.VERIFIER));
		return server.token(client, form);
	}

	private static long rows(String table) {
		return server.bean(JdbcTemplate.class).queryForObject("SELECT count(*) FROM " + table, Long.class);
	}

	@Test
	void deleteWhenUserHasConsentedThenNothingIsLeft() {
		Registered client = register();
		String code = new Browser(server.http()).code(client.id(), REDIRECT_URI, "openid profile");
		Answer tokens = exchange(client, code).expect(200);
		exchange(client, code).expect(400);
		for (String table : new String[] { "clients", "authorizations", "authorization_tokens", "consents" }) {
			assertThat(rows(table)).as(table).isPositive();
		}
		assertThat(client.delete().status()).isEqualTo(204);
		for (String table : new String[] { "clients", "authorizations", "authorization_tokens", "consents",
				"dcr_client_registration" }) {
			assertThat(rows(table)).as(table).isZero();
		}
		server.token(client, Map.of("grant_type", "refresh_token", "refresh_token", tokens.string("refresh_token")))
			.expect(401);
	}

	@Test
	void refreshThenTokens() {
		Registered client = register();
		String code = new Browser(server.http()).code(client.id(), REDIRECT_URI, "openid profile");
		String refreshToken = exchange(client, code).expect(200).string("refresh_token");
		server.token(client, Map.of("grant_type", "refresh_token", "refresh_token", refreshToken)).expect(200);
		client.delete().expect(204);
	}

	@Test
	void reapWhenNobodyUsesTheClientThenOnlyOnceNothingOfItCounts() {
		ClientLifecycle lifecycle = server.bean(ClientLifecycle.class);
		JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
		Instant since = Instant.now().plusSeconds(3600);
		Registered client = register();
		assertThat(lifecycle.isUnused(client.id(), since)).isTrue();
		exchange(client, new Browser(server.http()).code(client.id(), REDIRECT_URI, "openid profile")).expect(200);
		assertThat(lifecycle.deleteUnused(client.id(), since)).as("a consent and tokens").isFalse();
		jdbc.update("DELETE FROM consents");
		assertThat(lifecycle.deleteUnused(client.id(), since)).as("tokens").isFalse();
		jdbc.update("UPDATE authorization_tokens SET expires_at = ?", Timestamp.from(Instant.now().minusSeconds(1)));
		assertThat(lifecycle.deleteUnused(client.id(), since)).isTrue();
		assertThat(rows("clients")).isZero();
		assertThat(rows("authorizations")).isZero();
	}

	@Test
	void updateThenTheEntityHasIt() {
		Registered client = register();
		Registered updated = client.as(client.update(client.asUpdate("client_name", "After")));
		assertThat(server.bean(JpaRegisteredClientRepository.class).findByClientId(client.id()).getClientName())
			.isEqualTo("After");
		updated.delete().expect(204);
	}

	@Test
	void registerWhenTheEntityCanNotBeSavedThenThereIsNoRegistration() {
		JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
		jdbc.execute("ALTER TABLE clients RENAME TO gone");
		try {
			server.http().post("/oauth2/register", "{\"redirect_uris\": [\"%s\"]}".formatted(REDIRECT_URI)).expect(500);
			assertThat(server.bean(ClientRegistrationStore.class).count()).isZero();
		}
		finally {
			jdbc.execute("ALTER TABLE gone RENAME TO clients");
		}
	}

	@SpringBootApplication
	static class Application {

	}

}
