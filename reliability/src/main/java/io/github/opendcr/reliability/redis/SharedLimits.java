package io.github.opendcr.reliability.redis;

import java.time.Duration;
import java.util.List;

import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce.LettuceBasedProxyManagerBuilder;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * What the sample has more in this scenario: rate limits that its nodes share, as the
 * recipe has it.
 */
@Configuration(proxyBeanMethods = false)
class SharedLimits {

	/**
	 * Return the properties by which the sample has it.
	 * @param timeout how long Redis may take, a second in the recipe
	 */
	static List<String> properties(String redis, Duration timeout) {
		return List.of("--spring.main.sources=" + SharedLimits.class.getName(), "--reliability.redis.uri=" + redis,
				"--reliability.redis.timeout=" + timeout);
	}

	@Bean
	RedisBuckets<String> redisBuckets(@Value("${reliability.redis.uri}") String uri,
			@Value("${reliability.redis.timeout}") Duration timeout) {
		return new RedisBuckets<>(uri, timeout, RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
	}

	@Bean
	ProxyManager<String> rateLimitBuckets(RedisBuckets<String> redis,
			@Value("${reliability.redis.timeout}") Duration timeout) {
		return new LettuceBasedProxyManagerBuilder<>(redis).requestTimeout(timeout)
			.expirationAfterWrite(
					ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofHours(1)))
			.build();
	}

}
