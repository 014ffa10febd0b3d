package io.github.opendcr.metadata;

import org.jspecify.annotations.Nullable;

/**
 * The form of a URL that a person is shown, or that is fetched.
 */
final class WebUri {

	private WebUri() {
	}

	/**
	 * Return what is wrong with the URL, as the end of a sentence that began with the
	 * member's name; {@code null} if nothing is.
	 */
	static @Nullable String problemOf(String value) {
		return PlainUri.isOfWeb(value) ? PlainUri.problemOf(value) : "must be an absolute https URL (or http)";
	}

}
