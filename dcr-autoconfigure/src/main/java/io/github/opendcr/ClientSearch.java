package io.github.opendcr;

import java.net.URI;
import java.text.Normalizer;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What an operator looks for among the clients that registered themselves. All that is
 * said has to be so. Immutable.
 *
 * @param status the status that they have, or {@code null} for any
 * @param name how a {@code client_name} begins, in any case of letters and in any
 * language, or {@code null}
 * @param redirectHost the host of one of the {@code redirect_uris}, or {@code null}
 * @param softwareId the {@code software_id}, or {@code null}
 * @param registeredBy the name of whoever registered them, or {@code null}
 * @param initialAccessToken the id of the initial access token, or {@code null}
 * @param registeredFrom when they were registered at the earliest, or {@code null}
 * @param registeredUntil when they were registered at the latest, or {@code null}
 * @since 0.1.0
 */
public record ClientSearch(@Nullable ClientStatus status, @Nullable String name, @Nullable String redirectHost,
		@Nullable String softwareId, @Nullable String registeredBy, @Nullable String initialAccessToken,
		@Nullable Instant registeredFrom, @Nullable Instant registeredUntil) {

	/**
	 * Any client.
	 */
	public static final ClientSearch ANY = new ClientSearch(null, null, null, null, null, null, null, null);

	/**
	 * Whether a registration is one of those that are looked for.
	 * @param registration the registration
	 * @return whether all is so that is said
	 */
	public boolean matches(ClientRegistration registration) {
		ClientMetadata metadata = registration.metadata();
		return is(this.status, registration.status()) && is(this.softwareId, metadata.asMap().get("software_id"))
				&& is(this.registeredBy, registration.registrant().name())
				&& is(this.initialAccessToken, registration.registrant().initialAccessTokenId())
				&& isInTime(registration.issuedAt())
				&& (this.redirectHost == null
						|| redirectHosts(metadata).contains(this.redirectHost.toLowerCase(Locale.ROOT)))
				&& (this.name == null
						|| names(metadata).stream().anyMatch((name) -> name.startsWith(comparable(this.name))));
	}

	private static boolean is(@Nullable Object expected, @Nullable Object value) {
		return expected == null || expected.equals(value);
	}

	private boolean isInTime(Instant issuedAt) {
		return (this.registeredFrom == null || !issuedAt.isBefore(this.registeredFrom))
				&& (this.registeredUntil == null || !issuedAt.isAfter(this.registeredUntil));
	}

	/**
	 * Return the names of a client, in a form in which those that read alike are equal.
	 * @param metadata the client's metadata
	 * @return the {@code client_name} in all languages
	 */
	public static Set<String> names(ClientMetadata metadata) {
		Set<String> names = new LinkedHashSet<>();
		metadata.asMap().forEach((member, value) -> {
			if ((member.equals("client_name") || member.startsWith("client_name#")) && value instanceof String name) {
				names.add(comparable(name));
			}
		});
		return names;
	}

	/**
	 * Return a name in the form in which those that read alike are equal.
	 * @param name the name
	 * @return the form by NFKC, in lower case
	 */
	public static String comparable(String name) {
		return Normalizer.normalize(name, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT).strip();
	}

	/**
	 * Return the hosts to which a client may redirect.
	 * @param metadata the client's metadata
	 * @return the hosts of the {@code redirect_uris} that have one
	 */
	public static Set<String> redirectHosts(ClientMetadata metadata) {
		Set<String> hosts = new LinkedHashSet<>();
		if (metadata.asMap().get("redirect_uris") instanceof List<?> uris) {
			for (Object uri : uris) {
				String host = host(String.valueOf(uri));
				if (host != null) {
					hosts.add(host.toLowerCase(Locale.ROOT));
				}
			}
		}
		return hosts;
	}

	private static @Nullable String host(String uri) {
		try {
			return URI.create(uri).getHost();
		}
		catch (IllegalArgumentException ex) {
			return null; // an application's own rules may allow what is no URI
		}
	}

}
