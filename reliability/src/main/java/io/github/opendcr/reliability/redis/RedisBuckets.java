package io.github.opendcr.reliability.redis;

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
import org.jspecify.annotations.Nullable;

/**
 * Where the buckets are, as the recipe has it.
 */
final class RedisBuckets<K> implements RedisApi<K>, AutoCloseable {

	private static final Duration SECOND = Duration.ofSeconds(1);

	private final ClientResources resources = ClientResources.builder().reconnectDelay(Delay.constant(SECOND)).build();

	private final Duration timeout;

	private final RedisCodec<K, byte[]> codec;

	private final RedisClient client;

	private @Nullable StatefulRedisConnection<K, byte[]> connection;

	RedisBuckets(String uri, Duration timeout, RedisCodec<K, byte[]> codec) {
		this.timeout = timeout;
		this.codec = codec;
		RedisURI redis = RedisURI.create(uri);
		redis.setTimeout(this.timeout);
		this.client = RedisClient.create(this.resources, redis);
		this.client.setOptions(ClientOptions.builder()
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
