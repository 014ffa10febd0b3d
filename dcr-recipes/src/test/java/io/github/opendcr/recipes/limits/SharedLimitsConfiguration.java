package io.github.opendcr.recipes.limits;

import java.time.Duration;

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
 * Rate limits that all servers share.
 */
@Configuration(proxyBeanMethods = false)
class SharedLimitsConfiguration {

	@Bean
	RedisBuckets<String> redisBuckets(@Value("${app.limits.redis}") String uri) {
		return new RedisBuckets<>(uri, RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
	}

	@Bean
	ProxyManager<String> rateLimitBuckets(RedisBuckets<String> redis) {
		return new LettuceBasedProxyManagerBuilder<>(redis).requestTimeout(Duration.ofSeconds(1))
			.expirationAfterWrite(
					ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofHours(1)))
			.build();
	}

}
