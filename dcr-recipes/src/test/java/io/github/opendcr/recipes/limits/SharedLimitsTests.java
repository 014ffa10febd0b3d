package io.github.opendcr.recipes.limits;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import io.github.opendcr.recipes.RecipeServer;
import io.github.opendcr.recipes.redis.Redis;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.MutableClock;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/recipes/shared-limits.md}: two servers count together in Redis, and each by
 * itself while it is away.
 */
class SharedLimitsTests {

	private static final int LIMIT = 3;

	private static final MutableClock CLOCK = new MutableClock();

	@Test
	void registerThenServersCountTogetherWheneverRedisIsThere() throws IOException {
		int port = Redis.freePort();
		try (RecipeServer one = start(port); RecipeServer other = start(port)) {
			assertThat(registered(one)).isEqualTo(LIMIT); // it starts without Redis
			assertThat(registered(other)).isEqualTo(LIMIT);
			try (Redis redis = Redis.start(port)) {
				awaitRedis(one, other);
				assertThat(registered(one) + registered(other)).isEqualTo(LIMIT);
				assertThat(refused(one).header("Retry-After")).isNotEmpty();
			}
			CLOCK.advance(Duration.ofHours(1)); // what a server counts by itself
			assertThat(registered(one)).isEqualTo(LIMIT);
			assertThat(registered(other)).isEqualTo(LIMIT);
			try (Redis redis = Redis.start(port)) {
				awaitRedis(one, other);
				// what it had counted is forgotten
				assertThat(registered(other) + registered(one)).isEqualTo(LIMIT);
			}
		}
	}

	private static RecipeServer start(int port) {
		return RecipeServer.start(Application.class,
				"spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration",
				"app.limits.redis=redis://127.0.0.1:" + port, "dcr.rate-limit.address.limit=" + LIMIT);
	}

	private static int registered(RecipeServer server) {
		int registered = 0;
		while (register(server).status() == 201) {
			registered++;
		}
		refused(server);
		return registered;
	}

	private static Answer refused(RecipeServer server) {
		return register(server).expect(429);
	}

	private static Answer register(RecipeServer server) {
		return server.http()
			.post("/oauth2/register", "{\"redirect_uris\": [\"https://client.example/cb\"], \"scope\": \"profile\"}");
	}

	// Its client connects again, and the starter tries it a second after it failed
	@SuppressWarnings("unchecked")
	private static void awaitRedis(RecipeServer... servers) {
		for (RecipeServer server : List.of(servers)) {
			RedisBuckets<String> redis = server.bean(RedisBuckets.class);
			Awaitility.await()
				.atMost(Duration.ofMinutes(2))
				.ignoreExceptions()
				.until(() -> redis.get("any").get() == null);
		}
		CLOCK.advance(Duration.ofSeconds(1));
	}

	@SpringBootApplication
	static class Application {

		@Bean
		MutableClock clock() {
			return CLOCK;
		}

		@Bean
		InMemoryRegisteredClientRepository registeredClientRepository() {
			return new InMemoryRegisteredClientRepository(RegisteredClient.withId("first")
				.clientId("first")
				.clientSecret("{noop}secret")
				.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
				.build());
		}

	}

}
