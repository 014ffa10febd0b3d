package io.github.opendcr.consent;

import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriComponents;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The machine to which a redirect URI leads.
 */
final class RedirectHost {

	private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|\\[::1]");

	private RedirectHost() {
	}

	/**
	 * Return the host, or {@code null} if it is the user's own device. It is in ASCII,
	 * since the authorization endpoint has refused a URI that isn't.
	 */
	static @Nullable String of(String redirectUri) {
		UriComponents uri = UriComponentsBuilder.fromUriString(redirectUri).build();
		String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
		if (uri.getHost() == null || !(scheme.equals("https") || scheme.equals("http"))) {
			return null;
		}
		String host = uri.getHost().toLowerCase(Locale.ROOT);
		return LOOPBACK.matcher(host).matches() ? null : host;
	}

}
