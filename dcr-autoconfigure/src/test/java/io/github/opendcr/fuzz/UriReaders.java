package io.github.opendcr.fuzz;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.apache.tomcat.util.buf.UriUtil;
import org.apache.tomcat.util.http.parser.Host;
import org.apache.tomcat.util.http.parser.HttpParser;
import org.jspecify.annotations.Nullable;

import org.springframework.web.util.UriComponents;
import org.springframework.web.util.UriComponentsBuilder;
import org.springframework.web.util.UriComponentsBuilder.ParserType;

/**
 * Those who read a URI on its way: Java, Spring (by RFC 3986, and as a browser does),
 * Tomcat as far as it looks at one, and Node with the property {@code opendcr.test.node}.
 * All of them must see the same.
 */
public final class UriReaders {

	private static final Map<String, Integer> DEFAULT_PORTS = Map.of("https", 443, "http", 80);

	private static final @Nullable NodeUrl NODE = NodeUrl.start(System.getProperty("opendcr.test.node"));

	private static final int ENOUGH = 10_000;

	/**
	 * What was read alike: most changes of a document leave its URIs as they are, and
	 * Node needn't be asked again.
	 */
	private static final Set<String> ALIKE = ConcurrentHashMap.newKeySet();

	private UriReaders() {
	}

	/**
	 * URIs of which some are good and some once were read in two ways.
	 */
	public static Stream<byte[]> seeds() {
		return Stream
			.of("https://client.example/cb", "https://client.example", "https://client.example:8443/a?b=c&d",
					"https://client.example:443/", "http://localhost:3118/callback", "http://127.0.0.1/",
					"http://[::1]:5000/cb", "https://[2001:db8::1]/", "https://xn--bcher-kva.example/cb",
					"https://xn--fiqs8s/", "cursor://anysphere.cursor-mcp/oauth/callback", "com.example.app:/callback",
					"com.example.app://callback", "cursor://a_b:8/cb", "https://client.example/%7Bx%7D",
					"https://client.example/a;b=1,c/@d", "https://client.example/a/../b",
					"https://client.example/%2e%2E/b", "https://0x7f.1/", "https://1.2.3.4.5/",
					"https://client.example\\@evil.example/", "https:evil", "https://user@client.example/",
					"https://client.example:080/", "https://cl\u00efent.example/", "javascript:alert(1)",
					"com.example.app:cb", "https://xn--a/", "https://xn--8--eoel/", "https://client.example/?a='b'",
					"https://client.example/#a", "https://[v1.x]/", "https://[::ffff:1.2.3.4]/", "a://b/?c#d",
					"https://client.example/a|b", "https://client.example/a^b", "custom://h/^", "custom:///a")
			.map((uri) -> uri.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Demand that all see the same in a URI that was accepted.
	 * @param value the URI
	 */
	public static void assertReadAlike(String value) {
		if (ALIKE.contains(value)) {
			return;
		}
		URI uri = URI.create(value);
		Seen java = Seen.of(uri);
		assertSame(value, "Spring", java, Seen.of(UriComponentsBuilder.fromUriString(value, ParserType.RFC).build()));
		assertTomcat(value, uri);
		Seen asBrowsersWrite = java.asBrowsersWrite();
		if (uri.getRawAuthority() != null) { // it would lose the slash of a path alone
			UriComponents whatwg = UriComponentsBuilder.fromUriString(value, ParserType.WHAT_WG).build();
			assertSame(value, "Spring's browser", asBrowsersWrite, Seen.of(whatwg).asBrowsersWrite());
		}
		if (NODE != null) {
			assertSame(value, "Node", asBrowsersWrite, NODE.read(value));
		}
		if (ALIKE.size() < ENOUGH) {
			ALIKE.add(value);
		}
	}

	/**
	 * Demand that all see the same place, and that a browser goes there by the path that
	 * Java would ask for. Spring leaves out empty segments when it writes a URI, which
	 * nobody has it do with one that is a {@code client_id}.
	 * @param value the URI
	 */
	public static void assertSamePlace(String value) {
		URI uri = URI.create(value);
		Seen java = Seen.of(uri);
		assertSame(value, "Spring", java.place(),
				Seen.of(UriComponentsBuilder.fromUriString(value, ParserType.RFC).build()).place());
		assertTomcat(value, uri);
		UriComponents whatwg = UriComponentsBuilder.fromUriString(value, ParserType.WHAT_WG).build();
		assertSame(value, "Spring's browser", java.asBrowsersWrite().place(),
				Seen.of(whatwg).asBrowsersWrite().place());
		Seen node = (NODE != null) ? NODE.read(value) : java.asBrowsersWrite();
		if (node == null || !node.path().equals(java.asBrowsersWrite().path())) {
			throw new AssertionError("Node sees " + node + " and not " + java + ": " + value);
		}
		assertSame(value, "Node", java.asBrowsersWrite().place(), node.place());
	}

	private static void assertTomcat(String value, URI uri) {
		String authority = uri.getRawAuthority();
		if (!UriUtil.hasScheme(value)) {
			throw new AssertionError("Tomcat would redirect within itself: " + value);
		}
		if (authority == null || !DEFAULT_PORTS.containsKey(uri.getScheme())) {
			return;
		}
		int colon = Host.parse(authority);
		int port = (colon < 0) ? -1 : Integer.parseInt(authority.substring(colon + 1));
		if (port != uri.getPort()) {
			throw new AssertionError("Tomcat sees the port " + port + ": " + value);
		}
		String target = uri.getRawPath() + Objects.requireNonNullElse(uri.getRawQuery(), "");
		if (!target.chars().allMatch((c) -> c == '/' || HttpParser.isQuery(c))) {
			throw new AssertionError("Tomcat would not serve it: " + value);
		}
	}

	private static void assertSame(String value, String reader, Seen expected, @Nullable Seen seen) {
		if (!expected.equals(seen)) {
			throw new AssertionError(reader + " sees " + seen + " and not " + expected + ": " + value);
		}
	}

	/**
	 * What a reader sees, with nothing decoded.
	 *
	 * @param scheme the scheme
	 * @param authority host and port as they are written
	 * @param path the path
	 * @param query the query, without its question mark
	 * @param fragment the fragment, without its mark
	 */
	record Seen(String scheme, String authority, String path, String query, String fragment) {

		static Seen of(URI uri) {
			return new Seen(uri.getScheme(), orEmpty(uri.getRawAuthority()), orEmpty(uri.getRawPath()),
					orEmpty(uri.getRawQuery()), orEmpty(uri.getRawFragment()));
		}

		static Seen of(UriComponents uri) {
			String port = (uri.getPort() >= 0) ? ":" + uri.getPort() : "";
			return new Seen(orEmpty(uri.getScheme()), orEmpty(uri.getHost()) + port, orEmpty(uri.getPath()),
					orEmpty(uri.getQuery()), orEmpty(uri.getFragment()));
		}

		/**
		 * A browser leaves out a port that goes without saying, and puts in a path.
		 */
		Seen asBrowsersWrite() {
			Integer port = DEFAULT_PORTS.get(this.scheme);
			if (port == null) {
				return this;
			}
			String suffix = ":" + port;
			return new Seen(this.scheme,
					this.authority.endsWith(suffix)
							? this.authority.substring(0, this.authority.length() - suffix.length()) : this.authority,
					this.path.isEmpty() ? "/" : this.path, this.query, this.fragment);
		}

		Seen place() {
			return new Seen(this.scheme, this.authority, "", "", "");
		}

		private static String orEmpty(@Nullable String text) {
			return (text != null) ? text : "";
		}

	}

}
