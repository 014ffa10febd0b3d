package io.github.opendcr.metadata;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The user's own device, as the host of a URI.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8252.html#section-7.3">RFC 8252
 * §7.3</a>
 */
public final class Loopback {

	/**
	 * Its addresses, as they are in URIs.
	 */
	public static final List<String> ADDRESSES = List.of("127.0.0.1", "[::1]");

	private Loopback() {
	}

	/**
	 * Whether a host is the user's own device, by its name or by an address.
	 * @param host the host of a URI, in lower case, or {@code null}
	 * @return whether it is
	 */
	public static boolean isHost(@Nullable String host) {
		return "localhost".equals(host) || (host != null && ADDRESSES.contains(host));
	}

}
