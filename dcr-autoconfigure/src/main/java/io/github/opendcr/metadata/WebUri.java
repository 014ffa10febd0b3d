package io.github.opendcr.metadata;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

/**
 * A URL that a person may be shown, never fetched by the server.
 */
final class WebUri {

	private WebUri() {
	}

	static boolean isWebUri(String value) {
		try {
			URI uri = new URI(Characters.isVisibleAscii(value) ? value : "");
			String scheme = (uri.getScheme() != null) ? uri.getScheme().toLowerCase(Locale.ROOT) : "";
			return (scheme.equals("https") || scheme.equals("http")) && uri.getHost() != null
					&& uri.getRawUserInfo() == null;
		}
		catch (URISyntaxException ex) {
			return false; // it is no URI, and so no URL of a web page
		}
	}

}
