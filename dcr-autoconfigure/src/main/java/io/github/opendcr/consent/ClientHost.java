package io.github.opendcr.consent;

import java.net.URI;

import org.jspecify.annotations.Nullable;

/**
 * The host of a {@code client_id} that is the URL of a document: what a user knows of the
 * client that nobody else can say of themselves. In ASCII, as the URL has it.
 */
final class ClientHost {

	/**
	 * As much as one line of a page holds.
	 */
	private static final int MAX_LENGTH = 40;

	private static final String LEFT_OUT = "…";

	private ClientHost() {
	}

	static String of(String url) {
		return String.valueOf(URI.create(url).getHost());
	}

	/**
	 * Return a host that fits on a line. Whom it belongs to stands at its end, so that it
	 * is cut at the left: a page that cuts it at the right shows what its owner wants.
	 */
	static @Nullable String shortened(@Nullable String host) {
		if (host == null || host.length() <= MAX_LENGTH) {
			return host;
		}
		String end = host.substring(host.length() - MAX_LENGTH + LEFT_OUT.length());
		int label = end.indexOf('.');
		// whole labels, if two are left
		return LEFT_OUT + ((label >= 0 && end.indexOf('.', label + 1) >= 0) ? end.substring(label + 1) : end);
	}

}
