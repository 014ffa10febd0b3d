package io.github.opendcr.cimd;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.metadata.InternationalLabel;

/**
 * A URL that may be a {@code client_id}. It is judged as the string that it is, before
 * any parser could read it in a way of its own and without a look at the network: what
 * comes out is read alike by all of them. What would give one resource a second
 * {@code client_id} is refused, since they are compared as strings.
 *
 * @param value the URL
 * @param host its host
 * @param port its port, 443 if it names none
 * @since 0.1.0
 * @see <a href=
 * "https://www.ietf.org/archive/id/draft-ietf-oauth-client-id-metadata-document-02.html#section-3">Client
 * ID Metadata Document §3</a>
 */
public record ClientIdentifierUrl(String value, String host, int port) {

	/**
	 * The longest URL, wherever it is stored.
	 */
	public static final int MAX_LENGTH = 2000;

	private static final String SCHEME = "https:";

	private static final int DEFAULT_PORT = 443;

	private static final int MAX_PORT = 65_535;

	private static final int MAX_HOST_LENGTH = 253;

	/**
	 * RFC 3986 §2, less the fragment's {@code #}. What is repeated is kept, since each
	 * step that could be taken back is one on the stack.
	 */
	private static final Pattern CHARACTERS = Pattern
		.compile("(?:[A-Za-z0-9:/?\\[\\]@!$&'()*+,;=._~-]++|%[0-9A-Fa-f]{2})*+");

	/**
	 * An unreserved character means the same without the escape (RFC 3986 §2.3), a dot
	 * among them; a control character means nothing good.
	 */
	private static final Pattern NEEDLESS_ESCAPE = Pattern
		.compile("%(?:2[DdEe]|3[0-9]|4[1-9A-Fa-f]|5[0-9AaFf]|6[1-9A-Fa-f]|7[0-9AaEe])");

	private static final Pattern ESCAPED_CONTROL = Pattern.compile("%(?:[01][0-9A-Fa-f]|7[Ff])");

	/**
	 * Brackets are for addresses alone, which aren't names.
	 */
	private static final Pattern PARTS = Pattern
		.compile("https://(?<authority>[^/?]*)(?<path>/[^?\\[\\]]*)?(?:\\?(?<query>[^\\[\\]]*))?");

	private static final Pattern AUTHORITY = Pattern.compile("(?<host>[^:]*)(?::(?<port>[0-9]*))?");

	private static final String LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

	/**
	 * No last label begins with a digit: browsers take numbers, also those from
	 * {@code 0x}, for IPv4 addresses (URL Standard §3.5), and Java knows no such name.
	 */
	private static final Pattern HOST = Pattern.compile("(?:" + LABEL + "\\.)*(?![0-9])" + LABEL);

	private static final Pattern PORT = Pattern.compile("[1-9][0-9]{0,4}");

	private static final Pattern DOT_SEGMENT = Pattern.compile("(?:.*/)?\\.{1,2}(?:/.*)?");

	/**
	 * Whether a {@code client_id} means to be a URL of a document, a good one or not.
	 * @param clientId the {@code client_id}
	 * @return {@code false} if it is something else, whoever made it
	 */
	public static boolean isMeant(String clientId) {
		return clientId.regionMatches(true, 0, SCHEME, 0, SCHEME.length());
	}

	/**
	 * Read a URL.
	 * @param url the URL
	 * @param maxLength the longest one that can be stored
	 * @return the URL
	 * @throws DocumentRefusedException if it is none that may be a {@code client_id}
	 */
	public static ClientIdentifierUrl of(String url, int maxLength) {
		String problem = problemOf(url, Math.min(maxLength, MAX_LENGTH));
		if (problem != null) {
			throw new DocumentRefusedException(DocumentRefusedException.Reason.URL, "The URL " + problem);
		}
		Matcher authority = authority(url);
		String port = authority.group("port");
		return new ClientIdentifierUrl(url, authority.group("host"),
				(port != null) ? Integer.parseInt(port) : DEFAULT_PORT);
	}

	private static @Nullable String problemOf(String url, int maxLength) {
		if (url.length() > maxLength) {
			return "is longer than " + maxLength + " characters";
		}
		Matcher parts = PARTS.matcher(url);
		if (!CHARACTERS.matcher(url).matches() || !parts.matches()) {
			return "is no https URL in characters of RFC 3986 without a fragment";
		}
		if (NEEDLESS_ESCAPE.matcher(url).find() || ESCAPED_CONTROL.matcher(url).find()) {
			return "escapes a character that needs no escape, or a control character";
		}
		String problem = problemOfAuthority(parts.group("authority"));
		return (problem != null) ? problem : problemOfRest(parts.group("path"), parts.group("query"));
	}

	private static @Nullable String problemOfAuthority(String text) {
		Matcher authority = AUTHORITY.matcher(text);
		if (!authority.matches() || !isName(authority.group("host"))) {
			return "has no host that is a name in lower case which browsers read and whose last label begins with a letter, "
					+ "or has user information";
		}
		String port = authority.group("port");
		return (port == null || isPort(port)) ? null : "has a port that is impossible or needn't be there";
	}

	private static boolean isName(String host) {
		return host.length() <= MAX_HOST_LENGTH && HOST.matcher(host).matches() && InternationalLabel.areReadable(host);
	}

	/**
	 * Whether a port is one that there is, and that isn't left out.
	 */
	static boolean isPort(String port) {
		return PORT.matcher(port).matches() && Integer.parseInt(port) <= MAX_PORT
				&& Integer.parseInt(port) != DEFAULT_PORT;
	}

	private static @Nullable String problemOfRest(@Nullable String path, @Nullable String query) {
		if (path == null || path.equals("/")) {
			return "has no path";
		}
		if (DOT_SEGMENT.matcher(path).matches()) {
			return "has a dot segment";
		}
		return (query != null && query.isEmpty()) ? "has an empty query" : null;
	}

	private static Matcher authority(String url) {
		Matcher parts = PARTS.matcher(url);
		Matcher authority = AUTHORITY.matcher(parts.matches() ? parts.group("authority") : "");
		if (!authority.matches()) {
			throw new IllegalStateException("The URL was not checked");
		}
		return authority;
	}

}
