package io.github.opendcr.e2e.database;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.cimd.DeniedDocuments;
import io.github.opendcr.cimd.DocumentSweep;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.DocumentHost;
import io.github.opendcr.testkit.MutableClock;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two documents whose URLs differ in case alone, where the database takes the one for the
 * other. Authorizations are in memory: Spring's JDBC service for them doesn't work on
 * MariaDB.
 */
@EnabledIfSystemProperty(named = TestDatabases.MARIADB_URL, matches = ".+")
class MariaDbDocumentClientTests {

	private static final String REDIRECT_URI = "https://client.example/callback";

	private static final DocumentHost HOST = DocumentHost.shared();

	private static TestServer start(TestDatabase database) {
		return TestServer.run(Clients.class,
				HOST.admitted("spring.datasource.url=" + database.url(),
						"spring.datasource.username=" + database.username(),
						"spring.datasource.password=" + database.password(), "dcr.jdbc.initialize-schema=always",
						"logging.level.root=error", "dcr.enabled=true", "dcr.permission=allow-all",
						"dcr.rate-limit.enabled=false", "dcr.allowed-scopes=openid,profile",
						"dcr.default-scopes=openid,profile", "dcr.pushed-authorization-requests.enabled=true",
						"dcr.public-clients.refresh-tokens=true"));
	}

	private static String document(String path, String name) {
		return HOST.document(path, Map.of("client_name", name, "redirect_uris", List.of(REDIRECT_URI), "grant_types",
				List.of("authorization_code", "refresh_token")));
	}

	private static Answer authorize(TestServer server, String url) {
		Browser browser = new Browser(server.http());
		browser.logIn();
		return browser.authorize(url, REDIRECT_URI, Map.of("scope", "openid profile"));
	}

	private static Answer tokens(TestServer server, String url) {
		String code = new Browser(server.http()).code(url, REDIRECT_URI, "openid profile");
		return token(server, url, TestServer.codeGrant(code, REDIRECT_URI)).expect(200);
	}

	private static Answer refresh(TestServer server, String url, Answer tokens) {
		return token(server, url,
				Map.of("grant_type", "refresh_token", "refresh_token", tokens.string("refresh_token")));
	}

	private static Answer token(TestServer server, String url, Map<String, String> form) {
		Map<String, String> all = new LinkedHashMap<>(form);
		all.put("client_id", url);
		return server.token(all);
	}

	@Test
	void authorizeWhenUrlDiffersInCaseAloneThenRefusedAndNeverTakenForTheOther() {
		try (TestServer server = start(TestDatabases.mariadb().createSpringTables())) {
			String path = HOST.path();
			String lower = document(path + "/case", "Lower");
			String upper = document(path + "/CASE", "Upper");
			Answer tokens = tokens(server, lower);
			assertThat(server.find(upper).getClientId()).as("the collation ignores case").isEqualTo(lower);
			Answer refused = authorize(server, upper);
			assertThat(refused.status()).isEqualTo(400);
			assertThat(refused.header("Location")).isEmpty();
			// neither as a stored client nor by what the other one was granted
			assertThat(server.http().form("/oauth2/par", Browser.request(upper, REDIRECT_URI)).status()).isEqualTo(401);
			assertThat(refresh(server, upper, tokens).status()).isBetween(400, 401);
			assertThat(server.bean(ClientRegistrationStore.class).findByClientId(upper)).isNull();
			assertThat(server.bean(ClientMetadataDocumentStore.class).find(upper)).isNull();
			assertThat(server.bean(DeniedDocuments.class).deny(upper, null)).isFalse();
			server.bean(MutableClock.class).advance(Duration.ofHours(2));
			server.bean(DocumentSweep.class).sweep();
			assertThat(HOST.requests(lower)).isEqualTo(2);
			assertThat(server.find(lower).getClientName()).isEqualTo("Lower");
			refresh(server, lower, tokens).expect(200);
		}
	}

	@Test
	void authorizeWhenColumnOfSpringIsBinaryThenBothAreClients() {
		TestDatabase database = TestDatabases.mariadb().createSpringTables();
		new JdbcTemplate(database.dataSource()).execute("ALTER TABLE oauth2_registered_client "
				+ "MODIFY client_id varchar(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL");
		try (TestServer server = start(database)) {
			String path = HOST.path();
			String lower = document(path + "/case", "Lower");
			String upper = document(path + "/CASE", "Upper");
			Answer ofLower = tokens(server, lower);
			Answer ofUpper = tokens(server, upper);
			assertThat(server.find(lower).getClientName()).isEqualTo("Lower");
			assertThat(server.find(upper).getClientName()).isEqualTo("Upper");
			assertThat(refresh(server, upper, ofLower).status()).isEqualTo(400);
			refresh(server, lower, ofLower).expect(200);
			refresh(server, upper, ofUpper).expect(200);
			server.bean(DeniedDocuments.class).deny(upper, null);
			assertThat(server.find(upper)).isNull();
			assertThat(server.find(lower).getClientName()).isEqualTo("Lower");
			assertThat(authorize(server, lower).status()).isEqualTo(302);
		}
	}

	@Configuration(proxyBeanMethods = false)
	@Import({ TestServer.Application.class, MutableClock.class })
	static class Clients {

		@Bean
		JdbcRegisteredClientRepository registeredClientRepository(JdbcOperations jdbcOperations) {
			return new JdbcRegisteredClientRepository(jdbcOperations);
		}

	}

}
