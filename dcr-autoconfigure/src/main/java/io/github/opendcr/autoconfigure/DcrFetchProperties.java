package io.github.opendcr.autoconfigure;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the fetching of documents whose URLs clients supply.
 *
 * @param allowedHosts Hosts that may be fetched from whatever their address. All others
 * are fetched from at public addresses only.
 * @param requireHttps Whether URLs must be https.
 * @param sslBundle SSL bundle whose authorities are trusted, at the 'jwks-location' of a
 * trusted issuer, too. Those of the JVM if not set.
 * @param timeout How long a fetch may take in all. A connection may take two fifths of
 * that to open, and the other side may be silent for three fifths.
 * @param maxSize Maximum size of a document.
 */
@ConfigurationProperties("dcr.fetch")
record DcrFetchProperties(@DefaultValue List<String> allowedHosts, @DefaultValue("true") boolean requireHttps,
		@Nullable String sslBundle, @DefaultValue("5s") Duration timeout, @DefaultValue("64KB") DataSize maxSize) {

}
