package io.github.opendcr.consent;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.metadata.Loopback;

import org.springframework.web.util.UriComponents;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * The machine to which a redirect URI leads.
 */
final class RedirectHost {

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
		return Loopback.isHost(host) ? null : host;
	}

}
