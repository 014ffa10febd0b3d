package io.github.opendcr.cimd;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * URLs that are meant together.
 *
 * @param url the one URL that is meant, or {@code null}
 * @param host the host whose URLs are meant, {@code *.example.com} for all hosts below
 * one, with a port if it isn't 443, or {@code null}; what is refused without a port is
 * refused at all ports
 * @param policy the name of the policy for their clients, or {@code null}
 * @param development whether users are told that their clients are in development
 * @since 0.1.0
 */
public record AdmissionRule(@Nullable String url, @Nullable String host, @Nullable String policy, boolean development) {

	private static final Pattern HOST = Pattern.compile("(?:\\*\\.)?[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::(?<port>.+))?");

	private static final String BELOW = "*.";

	private static final int DEFAULT_PORT = 443;

	/**
	 * Create a rule.
	 * @throws IllegalArgumentException if it doesn't mean one URL or the URLs of a host
	 */
	public AdmissionRule {
		if ((url == null) == (host == null)) {
			throw new IllegalArgumentException("There must be either a url or a host");
		}
		if (url != null) {
			check(url);
		}
		if (host != null && !isPossible(host)) {
			throw new IllegalArgumentException(
					"A host must be a name in lower case, or '*.' and one, perhaps with a port other than 443");
		}
	}

	private static boolean isPossible(String host) {
		Matcher matcher = HOST.matcher(host);
		if (!matcher.matches()) {
			return false;
		}
		String port = matcher.group("port");
		return port == null || ClientIdentifierUrl.isPort(port);
	}

	private static void check(String url) {
		try {
			ClientIdentifierUrl.of(url, ClientIdentifierUrl.MAX_LENGTH);
		}
		catch (DocumentRefusedException ex) {
			throw new IllegalArgumentException(ex.getMessage(), ex);
		}
	}

	/**
	 * Return how exactly a URL is meant, the more the higher: the URL itself, its host,
	 * the nearest of the domains above it.
	 * @return 0 if it isn't meant
	 */
	int exactness(ClientIdentifierUrl candidate) {
		if (this.url != null) {
			return this.url.equals(candidate.value()) ? Integer.MAX_VALUE : 0;
		}
		String named = String.valueOf(this.host);
		String origin = candidate.host() + ((candidate.port() != DEFAULT_PORT) ? ":" + candidate.port() : "");
		if (named.startsWith(BELOW)) {
			return origin.endsWith(named.substring(1)) ? named.length() : 0;
		}
		return named.equals(origin) ? Integer.MAX_VALUE - 1 : 0;
	}

	/**
	 * Whether a URL is refused by a rule that refuses. Whoever has a host has all of its
	 * ports.
	 */
	boolean refuses(ClientIdentifierUrl candidate) {
		boolean atAnyPort = this.host != null && this.host.indexOf(':') < 0;
		return exactness(
				atAnyPort ? new ClientIdentifierUrl(candidate.value(), candidate.host(), DEFAULT_PORT) : candidate) > 0;
	}

}
