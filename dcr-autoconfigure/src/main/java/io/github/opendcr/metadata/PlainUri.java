package io.github.opendcr.metadata;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder.ParserType;

/**
 * What every member that is a URI must be, whoever reads it: ASCII, absolute, and read
 * alike by {@link URI}, by Spring and by a browser, each of which writes it back byte for
 * byte. So what was checked here is what is shown, fetched and redirected to.
 */
final class PlainUri {

	private static final List<String> WEB = List.of("https", "http");

	private static final int MAX_PORT = 65535;

	private static final Pattern PORT = Pattern.compile(":([^:\\]]*)$");

	private static final Pattern POSSIBLE_PORT = Pattern.compile("[1-9][0-9]{0,4}");

	private PlainUri() {
	}

	/**
	 * Return what is wrong with the URI, as the end of a sentence that began with the
	 * member's name; {@code null} if nothing is.
	 */
	static @Nullable String problemOf(String value) {
		if (value.isEmpty() || !Characters.isVisibleAscii(value)) {
			return "must be an absolute URI of printable ASCII, anything else percent-encoded";
		}
		try {
			URI uri = new URI(value);
			String problem = problemOfParts(uri);
			return (problem != null || isReadAlike(value, uri)) ? problem
					: "must be in its normal form: host in lower case, a path from /, no empty or dot segments, "
							+ "no empty query or parameter, no other notation of an address";
		}
		catch (URISyntaxException ex) {
			return "is no valid URI";
		}
	}

	/**
	 * Whether the URI is one of the web, as {@link #problemOf} had nothing against it.
	 */
	static boolean isOfWeb(String value) {
		return WEB.contains(schemeOf(value));
	}

	/**
	 * Return the scheme in lower case, empty if there is none.
	 */
	static String schemeOf(String value) {
		return value.substring(0, Math.max(0, value.indexOf(':'))).toLowerCase(Locale.ROOT);
	}

	private static @Nullable String problemOfParts(URI uri) {
		if (uri.getScheme() == null) {
			return "must be an absolute URI";
		}
		if (!uri.getScheme().equals(uri.getScheme().toLowerCase(Locale.ROOT))) {
			return "must have its scheme in lower case";
		}
		String authority = Objects.requireNonNullElse(uri.getRawAuthority(), "");
		if (authority.indexOf('@') >= 0) {
			return "must not contain user information";
		}
		Matcher port = PORT.matcher(authority);
		if (port.find() && !isPossible(port.group(1))) {
			return "must have a port from 1 to 65535";
		}
		return WEB.contains(uri.getScheme()) ? problemOfHost(uri.getHost()) : null;
	}

	private static boolean isPossible(String port) {
		return POSSIBLE_PORT.matcher(port).matches() && Integer.parseInt(port) <= MAX_PORT;
	}

	private static @Nullable String problemOfHost(@Nullable String host) {
		if (host == null || host.endsWith(".")) {
			return "must have a host name";
		}
		if (host.startsWith("[::ffff:")) {
			return "must not write an IPv4 address as an IPv6 one";
		}
		for (String label : host.split("\\.")) {
			if (InternationalLabel.isOne(label) && !InternationalLabel.isReadable(label)) {
				return "must have a host name that browsers read, which '" + label + "' is not";
			}
		}
		return null;
	}

	private static boolean isReadAlike(String value, URI uri) {
		try {
			return !uri.isOpaque() && UriComponentsBuilder.fromUriString(value).build(true).toUriString().equals(value)
					&& isReadAlikeByBrowsers(uri);
		}
		catch (IllegalArgumentException ex) {
			return false; // Spring could not write it, or a browser would not go there
		}
	}

	private static boolean isReadAlikeByBrowsers(URI uri) {
		String query = Objects.requireNonNullElse(uri.getRawQuery(), "");
		if (WEB.contains(uri.getScheme()) && query.indexOf('\'') >= 0) {
			return false; // a browser would write %27
		}
		// Spring would leave out the slashes before an authority that isn't there
		String authority = Objects.requireNonNullElse(uri.getRawAuthority(), "x");
		String rest = uri.getRawPath() + (query.isEmpty() ? "" : "?" + query);
		String read = UriComponentsBuilder.fromUriString(uri.getScheme() + "://" + authority + rest, ParserType.WHAT_WG)
			.build()
			.toUriString();
		return read.equals(uri.getScheme() + "://" + withoutDefaultPort(uri.getScheme(), authority) + rest);
	}

	// A browser leaves it out
	private static String withoutDefaultPort(String scheme, String authority) {
		String port = switch (scheme) {
			case "https" -> ":443";
			case "http" -> ":80";
			default -> "";
		};
		return authority.endsWith(port) ? authority.substring(0, authority.length() - port.length()) : authority;
	}

}
