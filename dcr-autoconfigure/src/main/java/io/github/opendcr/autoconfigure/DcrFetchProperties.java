package io.github.opendcr.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the fetching of documents whose URLs clients supply.
 *
 * @param allowedHosts Hosts that may be fetched from whatever their address. All others
 * are fetched from at public addresses only.
 * @param requireHttps Whether URLs must be https.
 * @param sslBundle SSL bundle whose authorities are trusted, at the 'jwks-location' of a
 * trusted issuer, too. Those of the JVM if not set.
 * @param connectTimeout How long a connection may take to open.
 * @param readTimeout How long the other side may be silent.
 * @param timeout How long a fetch may take in all.
 * @param maxSize Maximum size of a document.
 * @param maxConcurrent How many documents are fetched at the same time. From one host or
 * address that isn't among the allowed ones at most a quarter of them.
 * @param maxRefreshesPerMinute How many times a minute a fresh copy of one document may
 * be replaced because a client used a key that isn't in it.
 * @param cache Copies of documents.
 * @since 0.1.0
 */
@ConfigurationProperties("dcr.fetch")
// @formatter:off
record DcrFetchProperties(
		@DefaultValue List<String> allowedHosts,
		@DefaultValue("true") boolean requireHttps,
		@Nullable String sslBundle,
		@DefaultValue("2s") Duration connectTimeout,
		@DefaultValue("3s") Duration readTimeout,
		@DefaultValue("5s") Duration timeout,
		@DefaultValue("64KB") DataSize maxSize,
		@DefaultValue("16") int maxConcurrent,
		@DefaultValue("5") int maxRefreshesPerMinute,
		@DefaultValue Cache cache) {
	// @formatter:on

	/**
	 * Copies of documents.
	 *
	 * @param timeToLive How long a copy is used if the other side doesn't say it by
	 * Cache-Control.
	 * @param minTimeToLive How long a copy is used at least.
	 * @param maxTimeToLive How long a copy is used at most.
	 * @param failureTimeToLive How long a failure is remembered.
	 * @param maxEntries How many documents are remembered.
	 */
	record Cache(@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("5m") Duration timeToLive,
			@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("10s") Duration minTimeToLive,
			@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("15m") Duration maxTimeToLive,
			@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("30s") Duration failureTimeToLive,
			@DefaultValue("500") int maxEntries) {
	}

}
