package io.github.opendcr.recipes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import io.github.opendcr.testkit.Registered;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/recipes/migrations.md}: the tables come from the application's migrations,
 * which run once.
 */
class MigrationsTests {

	private static final String SPRING = "org/springframework/security/oauth2/server/authorization/";

	private static final String REGISTERED_CLIENT = "client/oauth2-registered-client-schema.sql";

	private static final String AUTHORIZATION = "oauth2-authorization-schema.sql";

	private static final String CONSENT = "oauth2-authorization-consent-schema.sql";

	private static final String FLYWAY = "\"flyway_schema_history\" WHERE \"version\" IS NOT NULL";

	private static final String OURS = "io/github/opendcr/store/";

	@TempDir
	private Path directory;

	@Test
	void serverWhenFlywayMakesTheTablesThenClientsRegisterAndTheNextStartMigratesNothing() throws IOException {
		copy("V1__authorization_server.sql", SPRING + REGISTERED_CLIENT, SPRING + AUTHORIZATION, SPRING + CONSENT);
		copy("V2__dcr.sql", OURS + "schema-h2.sql");
		copy("V3__dcr_indexes.sql", OURS + "indexes-h2.sql");
		assertThat(runs("flyway", FLYWAY, "spring.flyway.enabled=true",
				"spring.flyway.locations=filesystem:" + this.directory))
			.containsExactly(3, 3);
	}

	@Test
	void serverWhenLiquibaseMakesTheTablesThenClientsRegisterAndTheNextStartMigratesNothing() throws IOException {
		copy("authorization-server.sql", SPRING + REGISTERED_CLIENT, SPRING + AUTHORIZATION, SPRING + CONSENT);
		copy("dcr.sql", OURS + "schema-h2.sql", OURS + "indexes-h2.sql");
		copy("db.changelog-master.yaml", "db/changelog/db.changelog-master.yaml");
		assertThat(runs("liquibase", "databasechangelog", "spring.liquibase.enabled=true",
				"spring.liquibase.change-log=file:" + this.directory.resolve("db.changelog-master.yaml")))
			.containsExactly(2, 2);
	}

	@Test
	void flywayWhenTheStarterMadeItsTablesBeforeThenTakesThemOver() throws IOException {
		String url = "spring.datasource.url=jdbc:h2:mem:before;DB_CLOSE_DELAY=-1";
		RecipeServer
			.start(Application.class, url, "dcr.jdbc.initialize-schema=always",
					"spring.sql.init.schema-locations=classpath:" + SPRING + REGISTERED_CLIENT + ",classpath:" + SPRING
							+ AUTHORIZATION + ",classpath:" + SPRING + CONSENT)
			.close();
		copy("V2__dcr.sql", OURS + "schema-h2.sql");
		copy("V3__dcr_indexes.sql", OURS + "indexes-h2.sql");
		assertThat(run(FLYWAY,
				RecipeServer.start(Application.class, url, "dcr.jdbc.initialize-schema=never",
						"spring.flyway.enabled=true", "spring.flyway.baseline-on-migrate=true",
						"spring.flyway.locations=filesystem:" + this.directory)))
			.isEqualTo(3);
	}

	// How many migrations are written down after the first start, and after the second
	private static List<Integer> runs(String database, String history, String... properties) {
		String[] all = Stream
			.concat(Stream.of("dcr.jdbc.initialize-schema=never",
					"spring.datasource.url=jdbc:h2:mem:" + database + ";DB_CLOSE_DELAY=-1"), Stream.of(properties))
			.toArray(String[]::new);
		return List.of(run(history, RecipeServer.start(Application.class, all)),
				run(history, RecipeServer.start(Application.class, all)));
	}

	private static int run(String history, RecipeServer server) {
		try (server) {
			Registered client = server.registered("""
					{"redirect_uris": ["https://client.example/cb"]}""");
			assertThat(client.read().status()).isEqualTo(200);
			assertThat(client.delete().status()).isEqualTo(204);
			return server.bean(JdbcTemplate.class).queryForObject("SELECT count(*) FROM " + history, Integer.class);
		}
	}

	// As the page says: a migration is a copy
	private void copy(String name, String... scripts) throws IOException {
		StringBuilder migration = new StringBuilder();
		for (String script : scripts) {
			try (InputStream stream = new ClassPathResource(script).getInputStream()) {
				migration.append(new String(stream.readAllBytes()));
			}
		}
		Files.writeString(this.directory.resolve(name), migration);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		JdbcRegisteredClientRepository registeredClientRepository(JdbcOperations jdbc) {
			return new JdbcRegisteredClientRepository(jdbc);
		}

		@Bean
		JdbcOAuth2AuthorizationService authorizationService(JdbcOperations jdbc,
				JdbcRegisteredClientRepository clients) {
			return new JdbcOAuth2AuthorizationService(jdbc, clients);
		}

		@Bean
		JdbcOAuth2AuthorizationConsentService authorizationConsentService(JdbcOperations jdbc,
				JdbcRegisteredClientRepository clients) {
			return new JdbcOAuth2AuthorizationConsentService(jdbc, clients);
		}

	}

}
