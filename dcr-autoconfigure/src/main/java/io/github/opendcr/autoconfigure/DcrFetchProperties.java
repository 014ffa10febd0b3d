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
 * @param allowedHosts Hosts from which documents are fetched at whatever address they
 * have, such as one in an intranet; from all others at public addresses only. Client ID
 * Metadata Documents, and the URLs that these name, have 'dcr.cimd.internal-hosts'
 * instead.
 * @param requireHttps Whether URLs of documents that are fetched must be https.
 * @param sslBundle SSL bundle whose authorities are trusted when a document is fetched,
 * also from the 'jwks-location' of a trusted issuer. Those of the JVM if not set.
 * @param timeout How long the fetch of a document may take in all. A connection may take
 * two fifths of that to open, and the other side may be silent for three fifths.
 * @param maxSize Maximum size of a document that is fetched.
 */
@ConfigurationProperties("dcr.fetch")
record DcrFetchProperties(@DefaultValue List<String> allowedHosts, @DefaultValue("true") boolean requireHttps,
		@Nullable String sslBundle, @DurationUnit(ChronoUnit.SECONDS) @DefaultValue("5s") Duration timeout,
		@DefaultValue("64KB") DataSize maxSize) {

}
