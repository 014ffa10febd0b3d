package io.github.opendcr.resource;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriUtils;

/**
 * How a resource is written. Two spellings are two resources, but for what every reader
 * of URLs takes for the same.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8707.html#section-2">RFC 8707 §2</a>
 */
public final class ResourceUri {

	private static final int MAX_LENGTH = 2000;

	private static final List<String> WEB = List.of("https", "http");

	private ResourceUri() {
	}

	/**
	 * Return what is wrong with a resource, as the end of a sentence.
	 * @param value what a client sent
	 * @return the problem, or {@code null} if there is none
	 */
	public static @Nullable String problemOf(String value) {
		if (value.length() > MAX_LENGTH) {
			return "must not be longer than " + MAX_LENGTH + " characters";
		}
		if (!value.chars().allMatch((c) -> c > ' ' && c < 0x7F)) {
			return "must be of printable ASCII, anything else percent-encoded";
		}
		try {
			return problemOf(new URI(value));
		}
		catch (URISyntaxException ex) {
			return "must be a URI";
		}
	}

	private static @Nullable String problemOf(URI uri) {
		if (!uri.isAbsolute()) {
			return "must be an absolute URI";
		}
		if (uri.getRawFragment() != null) {
			return "must have no fragment";
		}
		if (isOfWeb(uri) && uri.getHost() == null) {
			return "must have a host name";
		}
		return (Objects.requireNonNullElse(uri.getRawAuthority(), "").indexOf('@') >= 0)
				? "must have no user information" : null;
	}

	/**
	 * Return a resource of the web in the spelling by which it is compared: scheme and
	 * host in lower case (RFC 3986 §6.2.2.1), without the slash that an empty path may
	 * have, which clients add that parse what they were told (§6.2.3).
	 */
	static String canonical(String value) {
		URI uri = URI.create(value);
		if (!isOfWeb(uri)) {
			return value;
		}
		String rest = isRoot(uri) ? "" : value.substring(value.indexOf("//") + 2 + uri.getRawAuthority().length());
		return (uri.getScheme() + "://" + uri.getRawAuthority()).toLowerCase(Locale.ROOT) + rest;
	}

	private static boolean isRoot(URI uri) {
		return "/".equals(uri.getRawPath()) && uri.getRawQuery() == null;
	}

	private static boolean isOfWeb(URI uri) {
		return WEB.contains(uri.getScheme().toLowerCase(Locale.ROOT));
	}

	/**
	 * Whether anything that reads the path would leave the place where it seems to be: by
	 * a segment of dots, whoever decodes it and whatever comes after a semicolon, or by a
	 * slash that isn't seen as one.
	 */
	static boolean canClimb(String value) {
		String path = Objects.requireNonNullElse(URI.create(value).getRawPath(), "");
		return Arrays.stream(path.split("/", -1))
			.map((segment) -> UriUtils.decode(segment, StandardCharsets.ISO_8859_1))
			.anyMatch((segment) -> segment.indexOf('/') >= 0 || segment.indexOf('\\') >= 0 || segment.indexOf('%') >= 0
					|| segment.split(";", 2)[0].matches("\\.{1,2}"));
	}

}
