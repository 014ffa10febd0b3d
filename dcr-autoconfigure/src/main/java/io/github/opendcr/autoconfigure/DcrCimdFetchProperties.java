package io.github.opendcr.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.ConfigurationPropertiesSource;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.boot.convert.DurationUnit;
import org.springframework.core.io.Resource;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the fetching of Client ID Metadata Documents.
 *
 * @param maxSize Maximum size of a Client ID Metadata Document.
 * @param timeout How long the fetch of a Client ID Metadata Document may take in all.
 * @param internalHosts Hosts from which Client ID Metadata Documents, and what these
 * name, are fetched at whatever address they have, such as one in an intranet; from all
 * others at public addresses only, also if they are among 'dcr.fetch.allowed-hosts'.
 * @param cache How long Client ID Metadata Documents are fresh.
 * @param budget How many documents of unknown clients are fetched.
 * @param maxStale How long a client may start something while the host of its Client ID
 * Metadata Document doesn't answer, counted from when the document was seen last.
 * @param sweep Time between two looks at the Client ID Metadata Documents of all clients
 * that have been granted something.
 * @param retention How long the client of a Client ID Metadata Document stays while
 * nobody uses it and nothing that was granted to it counts any more.
 * @param maxClients Number of clients of Client ID Metadata Documents that there may be,
 * beside those that are listed by their URLs. No limit if -1.
 * @param pinned Copies of Client ID Metadata Documents that serve while the real ones
 * can't be read, such as those of a host that keeps bots out.
 */
@ConfigurationProperties("dcr.cimd")
record DcrCimdFetchProperties(@DefaultValue("5KB") DataSize maxSize,
		@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("5s") Duration timeout,
		@DefaultValue List<String> internalHosts, @DefaultValue Cache cache, @DefaultValue Budget budget,
		@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("7d") Duration maxStale,
		@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("6h") Duration sweep,
		@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("30d") Duration retention,
		@DefaultValue("10000") int maxClients, @DefaultValue List<Pinned> pinned) {

	/**
	 * How long documents are fresh.
	 *
	 * @param min How long a Client ID Metadata Document is fresh at least, whatever its
	 * headers say.
	 * @param max How long a Client ID Metadata Document is fresh at most, whatever its
	 * headers say.
	 * @param usual How long a Client ID Metadata Document is fresh if its headers don't
	 * say.
	 */
	record Cache(@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("5m") Duration min,
			@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("24h") Duration max,
			@DurationUnit(ChronoUnit.SECONDS) @Name("default") @DefaultValue("1h") Duration usual) {
	}

	/**
	 * How many documents of unknown clients are fetched.
	 *
	 * @param perCaller Number of Client ID Metadata Documents of unknown clients that are
	 * fetched for one user or client address in a minute. No limit if -1.
	 * @param perHost Number of Client ID Metadata Documents of unknown clients that are
	 * fetched from one host in a minute, half of it at most for clients that come without
	 * a user. No limit if -1.
	 * @param perNode Number of Client ID Metadata Documents of unknown clients that this
	 * process fetches in a minute, half of it at most for clients that come without a
	 * user. No limit if -1.
	 */
	record Budget(@DefaultValue("10") int perCaller, @DefaultValue("30") int perHost,
			@DefaultValue("120") int perNode) {
	}

	/**
	 * A copy of a document.
	 *
	 * @param url URL of the client, as in the document's 'client_id'.
	 * @param location Where the copy of the client's document is: 'file:' or
	 * 'classpath:'. It is read at the start.
	 */
	@ConfigurationPropertiesSource
	record Pinned(@Nullable String url, @Nullable Resource location) {
	}

}
