package io.github.opendcr.recipes.limits;

import java.time.Duration;

import io.github.bucket4j.redis.lettuce.RedisApi;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;

/**
 * Where the buckets are. The connection is made at the first use: the server starts
 * without Redis, too.
 */
final class RedisBuckets<K> implements RedisApi<K>, AutoCloseable {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final ClientResources resources = ClientResources.builder()
		.reconnectDelay(Delay.constant(SECOND)) // half a minute otherwise, after a while
		.build();

	private final RedisCodec<K, byte[]> codec;

	private final RedisClient client;

	private StatefulRedisConnection<K, byte[]> connection;

	RedisBuckets(String uri, RedisCodec<K, byte[]> codec) {
		this.codec = codec;
		RedisURI redis = RedisURI.create(uri);
		redis.setTimeout(SECOND);
		this.client = RedisClient.create(this.resources, redis);
		this.client.setOptions(ClientOptions.builder()
			// nobody waits until Redis is back
			.disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
			.build());
	}

	private synchronized RedisAsyncCommands<K, byte[]> redis() {
		if (this.connection == null) {
			this.connection = this.client.connect(this.codec);
		}
		return this.connection.async();
	}

	@Override
	public <V> RedisFuture<V> eval(String script, ScriptOutputType type, K[] keys, byte[][] values) {
		return redis().eval(script, type, keys, values);
	}

	@Override
	public RedisFuture<byte[]> get(K key) {
		return redis().get(key);
	}

	@Override
	@SuppressWarnings("unchecked")
	public RedisFuture<?> delete(K key) {
		return redis().del(key);
	}

	@Override
	public void close() {
		this.client.shutdown();
		this.resources.shutdown();
	}

}
