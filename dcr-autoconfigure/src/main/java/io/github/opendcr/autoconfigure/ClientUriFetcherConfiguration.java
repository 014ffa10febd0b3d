package io.github.opendcr.autoconfigure;

import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.micrometer.observation.ObservationRegistry;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;

import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.fetch.FetchSettings;
import io.github.opendcr.fetch.GuardedUriFetcher;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.util.unit.DataSize;

/**
 * The one way to documents whose URLs clients supply.
 */
final class ClientUriFetcherConfiguration {

	private static final DataSize MAX_SIZE = DataSize.ofMegabytes(10);

	private static final Pattern HOST = Pattern.compile("[a-z0-9._-]+|[0-9a-f.]*:[0-9a-f.]*:[0-9a-f:.]*");

	private ClientUriFetcherConfiguration() {
	}

	private static FetchSettings settings(DcrFetchProperties properties) {
		DataSize maxSize = properties.maxSize();
		if (maxSize.toBytes() < 1 || maxSize.compareTo(MAX_SIZE) > 0) {
			throw new InvalidConfigurationPropertyValueException("dcr.fetch.max-size", maxSize,
					"It must be from 1B to " + MAX_SIZE + ", since a document is read into memory.");
		}
		Duration timeout = properties.timeout();
		if (timeout.isNegative() || timeout.isZero()) {
			throw new InvalidConfigurationPropertyValueException("dcr.fetch.timeout", timeout,
					"It must be more than nothing.");
		}
		return new FetchSettings(
				properties.allowedHosts().stream().map(ClientUriFetcherConfiguration::host).collect(Collectors.toSet()),
				properties.requireHttps(), timeout, maxSize);
	}

	// What is no host would be none that a URL has
	private static String host(String host) {
		String lower = host.toLowerCase(Locale.ROOT);
		if (!HOST.matcher(lower).matches()) {
			throw new InvalidConfigurationPropertyValueException("dcr.fetch.allowed-hosts", host,
					"It must be the name or address of a host, without a scheme, a port or brackets.");
		}
		return lower;
	}

	/**
	 * There is what speaks HTTP over a guarded connection.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(HttpRequestExecutor.class)
	@EnableConfigurationProperties(DcrFetchProperties.class)
	static class Guarded {

		@Bean
		@ConditionalOnMissingBean(ClientUriFetcher.class)
		GuardedUriFetcher clientUriFetcher(DcrFetchProperties properties, ObjectProvider<SslBundles> sslBundles,
				ObjectProvider<ObservationRegistry> observations, ObjectProvider<Clock> clocks) {
			return new GuardedUriFetcher(settings(properties),
					BundleOfApplication.find("dcr.fetch.ssl-bundle", properties.sslBundle(), sslBundles),
					observations.getIfUnique(() -> ObservationRegistry.NOOP), clocks.getIfUnique(Clock::systemUTC));
		}

	}

	/**
	 * There isn't.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Refusing {

		@Bean
		@ConditionalOnMissingBean(ClientUriFetcher.class)
		ClientUriFetcher clientUriFetcher() {
			return ClientUriFetcher.NONE;
		}

	}

}
