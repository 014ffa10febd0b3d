package io.github.opendcr.recipes.redis;

import java.io.IOException;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.recipes.RecipeServer;
import io.github.opendcr.testkit.Registered;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/recipes/own-store.md}: registrations in Redis, clients in a database.
 */
class RedisTests {

	private static final String CLIENT = """
			{"grant_types": ["client_credentials"], "scope": "profile", "client_name": "Before"}""";

	private static Redis redis;

	private static RecipeServer server;

	@BeforeAll
	static void start() throws IOException {
		redis = Redis.start();
		server = RecipeServer.start(Application.class, "spring.datasource.url=jdbc:h2:mem:redis",
				"spring.sql.init.schema-locations=classpath:org/springframework/security/oauth2/server/authorization/client/oauth2-registered-client-schema.sql",
				"spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + redis.port());
	}

	@AfterAll
	static void stop() throws IOException {
		server.close();
		redis.close();
	}

	@Test
	void registerUpdateAndDeleteThenRedisHasWhatTheClientSees() {
		Registered client = server.registered(CLIENT);
		ClientRegistrationStore store = server.bean(ClientRegistrationStore.class);
		assertThat(store).isInstanceOf(RedisClientRegistrationStore.class);
		assertThat(store.count()).isOne();
		server.token(client, Map.of("grant_type", "client_credentials", "scope", "profile")).expect(200);
		Registered updated = client.as(client.update(client.asUpdate("client_name", "After")));
		assertThat(store.findByClientId(client.id()).metadata().asMap()).containsEntry("client_name", "After");
		client.read().expect(401);
		updated.delete().expect(204);
		assertThat(store.count()).isZero();
		server.token(client, Map.of("grant_type", "client_credentials")).expect(401);
	}

	@Test
	void registerWhenTheDatabaseFailsThenRedisHasNothing() {
		JdbcTemplate jdbc = server.bean(JdbcTemplate.class);
		jdbc.execute("ALTER TABLE oauth2_registered_client RENAME TO gone");
		try {
			assertThat(server.http().post("/oauth2/register", CLIENT).status()).isEqualTo(500);
			assertThat(server.bean(ClientRegistrationStore.class).count()).isZero();
		}
		finally {
			jdbc.execute("ALTER TABLE gone RENAME TO oauth2_registered_client");
		}
	}

	@SpringBootApplication
	static class Application {

		@Bean
		JdbcRegisteredClientRepository registeredClientRepository(JdbcOperations jdbc) {
			return new JdbcRegisteredClientRepository(jdbc);
		}

	}

}
