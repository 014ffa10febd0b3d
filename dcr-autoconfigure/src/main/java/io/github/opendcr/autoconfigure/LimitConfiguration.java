package io.github.opendcr.autoconfigure;

import java.time.Clock;

import io.github.bucket4j.distributed.proxy.ProxyManager;

import io.github.opendcr.limit.RateLimits;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * How fast clients register.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DcrRateLimitProperties.class)
class LimitConfiguration {

	@Bean
	RateLimits rateLimits(DcrProperties dcr, DcrRateLimitProperties properties,
			ObjectProvider<ProxyManager<String>> proxyManagers, ObjectProvider<Clock> clocks) {
		return new RateLimits(new LimitPropertiesMapper(dcr).asRateLimitSettings(properties),
				clocks.getIfUnique(Clock::systemUTC), proxyManagers.getIfUnique());
	}

}
