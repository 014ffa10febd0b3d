package io.github.opendcr.server.client;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.opendcr.metadata.Loopback;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * Which redirection URIs a dynamic client registered: what it requests is compared
 * character by character, but for the port of a loopback interface.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3">RFC 8252
 * §7.3</a>
 */
public final class RegisteredRedirects {

	// As text, since parsers disagree about what the host is. After the authority comes a
	// path, a query or nothing: neither user info nor a longer host name nor a backslash.
	private static final Pattern LOOPBACK = Pattern.compile("(?<host>http://localhost|https?://(?:"
			+ Loopback.ADDRESSES.stream().map(Pattern::quote).collect(Collectors.joining("|")) + "))"
			+ "(?::(?<port>[1-9][0-9]{0,4}))?(?<rest>(?:[/?][^#]*)?)");

	private static final int MAX_PORT = 65535;

	private RegisteredRedirects() {
	}

	/**
	 * Whether the client registered a URI.
	 * @param client the client as it is now
	 * @param requested the URI as requested
	 * @return {@code true} if it did, or one that differs in a loopback port only
	 */
	public static boolean contain(RegisteredClient client, String requested) {
		return client.getRedirectUris().contains(requested) || containButForPort(client, requested);
	}

	/**
	 * Whether the client registered a URI that differs in a loopback port only.
	 * @param client the client as it is now
	 * @param requested the URI as requested
	 * @return {@code true} if it did
	 */
	public static boolean containButForPort(RegisteredClient client, String requested) {
		return client.getRedirectUris().stream().anyMatch((registered) -> differInPortOnly(requested, registered));
	}

	private static boolean differInPortOnly(String requested, String registered) {
		Matcher one = LOOPBACK.matcher(requested);
		Matcher other = LOOPBACK.matcher(registered);
		return one.matches() && other.matches() && one.group("host").equals(other.group("host"))
				&& one.group("rest").equals(other.group("rest"))
				&& (one.group("port") == null || Integer.parseInt(one.group("port")) <= MAX_PORT);
	}

}
