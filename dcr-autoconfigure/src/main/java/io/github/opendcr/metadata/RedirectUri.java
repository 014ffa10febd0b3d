package io.github.opendcr.metadata;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.InvalidUrlException;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder.ParserType;

/**
 * The form that a URI must have for a browser to be sent to it, whoever allows it: ASCII,
 * absolute, and read alike by {@link URI}, by Spring and by a browser, so that what was
 * checked here is what is used at the authorization endpoint.
 */
final class RedirectUri {

	private static final int MAX_PORT = 65535;

	/**
	 * What nearly every client has, and every reader reads alike: a host by its name in
	 * lower case, a path of unreserved characters without empty and dot segments, no
	 * query. No label is longer than the 63 characters that the whole host may have here,
	 * none is of Punycode, and the last one is no number.
	 */
	private static final Pattern ORDINARY = Pattern
		.compile("(?:https://(?![^/]{64})(?:[a-z0-9]++(?:-[a-z0-9]++)*+\\.)++[a-z]{2,}+"
				+ "|http://(?:localhost|127\\.0\\.0\\.1)(?::(?:[1-9][0-9]{0,3}|[1-5][0-9]{4}))?)"
				+ "(?:/[A-Za-z0-9_~-][A-Za-z0-9_~.-]*+)*+/?");

	private static final Pattern RESPONSE_PARAMETER = Pattern
		.compile("(?:^|&)(?:code|state|iss|error|error_description|error_uri)(?:=|&|$)");

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
		return ORDINARY.matcher(value).matches() ? null : problemOfAny(value);
	}

	/**
	 * The whole check, which finds nothing wrong with what is ordinary.
	 */
	static @Nullable String problemOfAny(String value) {
		if (value.isEmpty() || !Characters.isVisibleAscii(value)) {
			return "must be an absolute URI of printable ASCII, anything else percent-encoded";
		}
		if (value.indexOf(',') >= 0) {
			// Spring's column would give it back as two URIs
			return "must not contain a comma (write %2C)";
		}
		if (value.indexOf('#') >= 0) {
			return "must not contain a fragment";
		}
		try {
			return problemOf(value, new URI(value));
		}
		catch (URISyntaxException ex) {
			return "is no valid URI";
		}
	}

	private static @Nullable String problemOf(String value, URI uri) {
		if (uri.getScheme() == null) {
			return "must be an absolute URI";
		}
		String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
		if (UriSchemes.isForbidden(scheme)) {
			return "must not use the scheme " + scheme;
		}
		if (!scheme.equals(uri.getScheme())) {
			return "must have its scheme in lower case";
		}
		if (uri.getRawAuthority() != null && uri.getRawAuthority().indexOf('@') >= 0) {
			return "must not contain user information";
		}
		boolean web = scheme.equals("https") || scheme.equals("http");
		if (web && (uri.getHost() == null || uri.getHost().endsWith("."))) {
			return "must have a host name";
		}
		if (web && uri.getHost().startsWith("[::ffff:")) {
			return "must not write an IPv4 address as an IPv6 one";
		}
		if (uri.getPort() > MAX_PORT || uri.getPort() == 0) {
			return "must have a port from 1 to 65535";
		}
		if (uri.getRawQuery() != null && RESPONSE_PARAMETER.matcher(uri.getRawQuery()).find()) {
			return "must not contain a parameter of the authorization response (code, state, iss, error)";
		}
		if (!survivesAuthorization(value) || (web && !isReadAlikeByBrowsers(value, uri))) {
			return "must be in its normal form: host in lower case, a path from /, no empty or dot segments, "
					+ "no empty query, no other notation of an address";
		}
		return null;
	}

	/**
	 * Whether the authorization endpoint would answer with the URI byte for byte.
	 */
	private static boolean survivesAuthorization(String value) {
		try {
			String location = UriComponentsBuilder.fromUriString(value)
				.queryParam("code", "x")
				.build(true)
				.toUriString();
			return location.equals(value + ((value.indexOf('?') >= 0) ? "&" : "?") + "code=x");
		}
		catch (IllegalArgumentException ex) {
			return false; // the endpoint could not build its answer either
		}
	}

	private static boolean isReadAlikeByBrowsers(String value, URI uri) {
		try {
			String read = UriComponentsBuilder.fromUriString(value, ParserType.WHAT_WG).build().toUriString();
			return read.equals(withoutDefaultPort(value, uri));
		}
		catch (InvalidUrlException ex) {
			return false; // a browser would not go there
		}
	}

	private static String withoutDefaultPort(String value, URI uri) {
		String port = ":" + ("https".equals(uri.getScheme()) ? 443 : 80);
		return uri.getRawAuthority().endsWith(port) ? value.replaceFirst(port, "") : value;
	}

}
