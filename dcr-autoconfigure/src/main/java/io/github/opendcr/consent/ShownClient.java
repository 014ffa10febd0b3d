package io.github.opendcr.consent;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.keys.Sha256;

/**
 * What a user who is asked for consent is told of a client: where answers go, the names
 * and the links, and how much the client may ask for. Two are compared to see whether a
 * consent to one is a consent to the other.
 *
 * @param told stands for the hosts, names and links; equal if they are
 * @param scopes how many scopes the client has
 * @since 0.1.0
 */
public record ShownClient(String told, int scopes) {

	/**
	 * The members that {@link ConsentModel} shows, in any language.
	 */
	private static final List<String> MEMBERS = List.of("client_name", "policy_uri", "tos_uri");

	// 132 bits of a hash
	private static final int LENGTH = 22;

	private static final Pattern TEXT = Pattern.compile("([A-Za-z0-9_-]{" + LENGTH + "})\\.([0-9]{1,4})");

	/**
	 * Return what is shown of a client.
	 * @param metadata what it was granted
	 * @return a value that says nothing of the client to anyone who reads it
	 */
	public static ShownClient of(ClientMetadata metadata) {
		StringBuilder told = new StringBuilder();
		TreeSet<String> destinations = new TreeSet<>();
		metadata.getRedirectUris().forEach((uri) -> destinations.add(destination(uri)));
		destinations.forEach((destination) -> append(told, destination));
		shown(metadata).forEach((name, value) -> append(append(told.append('/'), name), value));
		return new ShownClient(Sha256.of(told).substring(0, LENGTH), metadata.getScopes().size());
	}

	/**
	 * Read what {@link #toString} wrote.
	 * @param text the text
	 * @return the value, or {@code null} if it is another text
	 */
	public static @Nullable ShownClient parse(String text) {
		Matcher matcher = TEXT.matcher(text);
		return matcher.matches() ? new ShownClient(matcher.group(1), Integer.parseInt(matcher.group(2))) : null;
	}

	/**
	 * Whether whoever was shown this knows what the client is now. Fewer scopes are no
	 * news; the others are asked for anyway.
	 * @param now what would be shown now
	 * @return {@code false} if the user has to be asked anew
	 */
	public boolean covers(ShownClient now) {
		return this.told.equals(now.told) && now.scopes <= this.scopes;
	}

	// On the user's own device it is the kind of application that counts: which one gets
	// the answer, nobody can tell
	private static String destination(String redirectUri) {
		String host = RedirectHost.of(redirectUri);
		if (host != null) {
			return host;
		}
		String scheme = URI.create(redirectUri).getScheme().toLowerCase(Locale.ROOT);
		return scheme.matches("https?") ? "loopback" : scheme + ":";
	}

	private static Map<String, String> shown(ClientMetadata metadata) {
		Map<String, String> shown = new TreeMap<>();
		metadata.asMap().forEach((name, value) -> {
			if (value instanceof String text && MEMBERS.contains(name.split("#", 2)[0])) {
				shown.put(name, text);
			}
		});
		return shown;
	}

	// With its length, so that no value can look like two
	private static StringBuilder append(StringBuilder told, String text) {
		return told.append(text.length()).append(':').append(text);
	}

	/**
	 * Return a text of letters, digits and {@code -_.}, at most 27 characters long.
	 * @return the text
	 */
	@Override
	public String toString() {
		return this.told + '.' + this.scopes;
	}

}
