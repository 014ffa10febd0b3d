package io.github.opendcr.metadata;

import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The form that a URI must have for a browser to be sent to it, whoever allows it.
 */
final class RedirectUri {

	private static final Pattern RESPONSE_PARAMETER = Pattern
		.compile("\\?(?:.*&)?(?:code|state|iss|error|error_description|error_uri)(?:[=&]|$)");

	private RedirectUri() {
	}

	/**
	 * Return what is wrong with the URI, as the end of a sentence that began with the
	 * member's name; {@code null} if nothing is.
	 */
	static @Nullable String problemOf(String value) {
		if (value.length() > Limits.COLUMN) {
			return "is longer than " + Limits.COLUMN + " characters";
		}
		if (UriSchemes.isForbidden(PlainUri.schemeOf(value))) {
			return "must not use the scheme " + PlainUri.schemeOf(value);
		}
		if (value.indexOf(',') >= 0) {
			// Spring's column would give it back as two URIs
			return "must not contain a comma (write %2C)";
		}
		if (value.indexOf('#') >= 0) {
			return "must not contain a fragment";
		}
		if (RESPONSE_PARAMETER.matcher(value).find()) {
			return "must not contain a parameter of the authorization response (code, state, iss, error)";
		}
		return PlainUri.problemOf(value);
	}

}
