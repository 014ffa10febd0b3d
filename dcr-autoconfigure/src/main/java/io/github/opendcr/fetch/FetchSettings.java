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
 * @param timeout how long a fetch may take in all
 * @param maxSize how large a document may be
 * @since 0.1.0
 */
public record FetchSettings(Set<String> allowedHosts, boolean requireHttps, Duration timeout, DataSize maxSize) {

	private static final int FIFTHS = 5;

	/**
	 * Create the settings.
	 */
	public FetchSettings {
		allowedHosts = Set.copyOf(allowedHosts);
	}

	/**
	 * How long a connection may take to open: less than all, so that another address can
	 * be tried.
	 */
	int connectTimeoutMillis() {
		return fifths(2);
	}

	/**
	 * How long the other side may be silent.
	 */
	int readTimeoutMillis() {
		return fifths(3);
	}

	private int fifths(int number) {
		// a socket takes 0 for ever
		return (int) Math.max(1, Math.min(Integer.MAX_VALUE, this.timeout.dividedBy(FIFTHS).toMillis() * number));
	}

	/**
	 * Whether a host is allowed by name, and so trusted to answer, too.
	 */
	boolean isTrusted(String host) {
		return this.allowedHosts.contains(host.toLowerCase(Locale.ROOT));
	}

}
