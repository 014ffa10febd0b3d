package io.github.opendcr.fetch;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;

import org.springframework.util.unit.DataSize;

/**
 * What is fetched, and within which bounds.
 *
 * @param allowedHosts hosts, in lower case, that may be reached whatever their address;
 * all others at public addresses only
 * @param requireHttps whether http is refused
 * @param connectTimeout how long a connection may take to open
 * @param readTimeout how long the other side may be silent
 * @param timeout how long a fetch may take in all
 * @param maxSize how large a document may be
 * @param maxConcurrent how many documents are fetched at the same time
 * @param maxRefreshesPerMinute how often a fresh copy of one document may be replaced on
 * demand
 * @param cache how long copies are kept
 * @since 0.1.0
 */
public record FetchSettings(Set<String> allowedHosts, boolean requireHttps, Duration connectTimeout,
		Duration readTimeout, Duration timeout, DataSize maxSize, int maxConcurrent, int maxRefreshesPerMinute,
		Cache cache) {

	/**
	 * Create the settings.
	 */
	public FetchSettings {
		allowedHosts = Set.copyOf(allowedHosts);
	}

	/**
	 * Whether a host is allowed by name, and so trusted to answer, too.
	 */
	boolean isTrusted(String host) {
		return this.allowedHosts.contains(host.toLowerCase(Locale.ROOT));
	}

	/**
	 * How long copies are kept. What the other side says by {@code Cache-Control} counts
	 * within the bounds.
	 *
	 * @param timeToLive how long, if it says nothing
	 * @param minTimeToLive how long at least, whatever it says
	 * @param maxTimeToLive how long at most, whatever it says
	 * @param failureTimeToLive how long a failure is remembered
	 * @param maxEntries how many documents are remembered
	 * @since 0.1.0
	 */
	public record Cache(Duration timeToLive, Duration minTimeToLive, Duration maxTimeToLive, Duration failureTimeToLive,
			int maxEntries) {
	}

}
