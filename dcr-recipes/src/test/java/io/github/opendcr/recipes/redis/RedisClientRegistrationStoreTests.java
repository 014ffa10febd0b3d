package io.github.opendcr.recipes.redis;

import java.io.IOException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.store.ClientRegistrationStoreContract;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * The contract of every store, which OpenDCR publishes for stores like this one.
 */
class RedisClientRegistrationStoreTests extends ClientRegistrationStoreContract {

	private static Redis server;

	private static LettuceConnectionFactory connections;

	private static StringRedisTemplate redis;

	@BeforeAll
	static void start() throws IOException {
		server = Redis.start();
		connections = new LettuceConnectionFactory("127.0.0.1", server.port());
		connections.afterPropertiesSet();
		connections.start();
		redis = new StringRedisTemplate(connections);
	}

	@AfterAll
	static void stop() throws IOException {
		connections.destroy();
		server.close();
	}

	@BeforeEach
	void empty() {
		connections.getConnection().serverCommands().flushAll();
	}

	@Override
	protected ClientRegistrationStore store() {
		return new RedisClientRegistrationStore(redis);
	}

}
