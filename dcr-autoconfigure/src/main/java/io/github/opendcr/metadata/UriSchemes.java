package io.github.opendcr.metadata;

import java.util.Locale;
import java.util.Set;

/**
 * Schemes to which no client may redirect, whatever the settings say, since they run or
 * reveal something on the user's device or mean another protocol.
 *
 * @since 0.1.0
 */
public final class UriSchemes {

	private static final Set<String> FORBIDDEN = Set.of("javascript", "data", "vbscript", "blob", "file", "about",
			"filesystem", "view-source", "jar", "ws", "wss", "ftp", "mailto", "tel", "sms", "intent", "chrome",
			"mhtml");

	private UriSchemes() {
	}

	/**
	 * Whether no client may redirect to the scheme.
	 * @param scheme the scheme in any case
	 * @return {@code true} if it is never allowed
	 */
	public static boolean isForbidden(String scheme) {
		return FORBIDDEN.contains(scheme.toLowerCase(Locale.ROOT));
	}

}
