package io.github.opendcr.keys;

import java.net.URI;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.util.JSONObjectUtils;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.fetch.ClientUriFetchException;
import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.fetch.FetchRequest;
import io.github.opendcr.fetch.SourceBounds;

import org.springframework.core.log.LogMessage;

/**
 * The public keys of clients: by value ({@code jwks}) or by reference ({@code jwks_uri}).
 * Safe for use by several threads.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-2">RFC 7591 §2</a>
 */
public final class ClientKeys {

	/**
	 * The algorithms by which a client may sign with a private key (RFC 7518 §3.1).
	 */
	public static final List<String> SIGNING_ALGORITHMS = List.of("RS256", "RS384", "RS512", "PS256", "PS384", "PS512",
			"ES256", "ES384", "ES512");

	private static final Log logger = LogFactory.getLog(ClientKeys.class);

	private static final Set<String> CONTENT_TYPES = Set.of("application/json", "application/jwk-set+json");

	// an assertion without a kid is tried with each
	private static final int MAX_KEYS = 32;

	private final ClientUriFetcher fetcher;

	private final SourceBounds bounds;

	/**
	 * Create an instance.
	 * @param fetcher fetches key sets
	 * @param bounds within which bounds
	 */
	public ClientKeys(ClientUriFetcher fetcher, SourceBounds bounds) {
		this.fetcher = fetcher;
		this.bounds = bounds;
	}

	/**
	 * Check the value of {@code jwks}. Keys that aren't understood may be there for
	 * others (RFC 7517 §5), but none that should have stayed with the client.
	 * @param member the member's name
	 * @param value its value, as JSON has it
	 * @throws RegistrationException if one of the keys, or the set, is refused
	 */
	public static void check(String member, Object value) {
		if (!(value instanceof Map<?, ?> set && set.get("keys") instanceof List<?> keys) || keys.isEmpty()
				|| keys.size() > MAX_KEYS) {
			throw RegistrationException.invalidMetadata(member, member
					+ " must be a JWK Set: an object with the array 'keys' of one to " + MAX_KEYS + " public keys");
		}
		Set<List<String>> identifiers = new HashSet<>();
		for (int i = 0; i < keys.size(); i++) {
			try {
				Map<String, Object> members = members(keys.get(i));
				ClientKey.checkPublic(members);
				// RFC 7517 §4.5: keys of different types may share one
				if (members.get("kid") instanceof String id
						&& !identifiers.add(List.of(id, String.valueOf(members.get("kty"))))) {
					throw new IllegalArgumentException("has the 'kid' of another one of its type; each must be unique");
				}
			}
			catch (IllegalArgumentException ex) {
				throw refused(member, i, String.valueOf(ex.getMessage()));
			}
		}
	}

	/**
	 * Check that a {@code jwks} which {@link #check} let pass has a key for signatures.
	 * @param member the member's name
	 * @param value its value, as JSON has it
	 * @throws RegistrationException if it has none, with what is wrong with the first one
	 */
	public static void checkForSignatures(String member, Object value) {
		if (!of(value).isEmpty()) {
			return;
		}
		List<?> keys = (value instanceof Map<?, ?> set && set.get("keys") instanceof List<?> all) ? all : List.of();
		for (int i = 0; i < keys.size(); i++) {
			try {
				ClientKey.parse(members(keys.get(i)));
			}
			catch (IllegalArgumentException ex) {
				throw refused(member, i, String.valueOf(ex.getMessage()));
			}
		}
		throw RegistrationException.invalidMetadata(member,
				member + " has no key to verify signatures with; add one with the 'use' of 'sig', or without 'use'");
	}

	private static RegistrationException refused(String member, int index, String problem) {
		return RegistrationException.invalidMetadata(member,
				"Key number " + (index + 1) + " of " + member + " " + problem);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> members(@Nullable Object value) {
		if (!(value instanceof Map<?, ?> members)) {
			throw new IllegalArgumentException("is no JSON object");
		}
		return (Map<String, Object>) members;
	}

	/**
	 * Return the keys of a JWK Set that can be used.
	 * @param jwks the member's value, or {@code null}
	 * @return the keys for signatures, empty if there are none
	 */
	public static List<JWK> of(@Nullable Object jwks) {
		List<JWK> keys = new ArrayList<>();
		if (jwks instanceof Map<?, ?> set && set.get("keys") instanceof List<?> values) {
			// whatever else a set is for: what can't be used is no key
			for (Object value : values) {
				try {
					JWK key = ClientKey.parse(members(value));
					if (ClientKey.isForSignatures(key) && keys.size() < MAX_KEYS) {
						keys.add(key);
					}
				}
				catch (IllegalArgumentException ex) {
					logger.debug(LogMessage.format("Skipped a key of a client, which %s", ex.getMessage()));
				}
			}
		}
		return keys;
	}

	/**
	 * Whether one of the keys can verify signatures of the algorithm.
	 * @param keys the keys
	 * @param algorithm the algorithm's name
	 * @return {@code true} if so
	 */
	public static boolean haveAlgorithm(List<JWK> keys, String algorithm) {
		return keys.stream()
			.anyMatch((key) -> (key.getAlgorithm() != null) ? key.getAlgorithm().getName().equals(algorithm)
					: ClientKey.algorithms(key).stream().anyMatch((other) -> other.getName().equals(algorithm)));
	}

	/**
	 * Return the keys that the client has, as far as is known.
	 * @param metadata what is registered
	 * @param source where the client comes from
	 * @return the keys for signatures, empty if there are none
	 * @throws ClientUriFetchException if they can't be fetched
	 */
	public List<JWK> current(ClientMetadata metadata, Registrant.Source source) {
		String uri = metadata.getString("jwks_uri");
		return (uri != null) ? fetch(request(uri, source)) : of(metadata.get("jwks"));
	}

	/**
	 * Return the keys that the client has now, since none of {@link #current} did.
	 * @param metadata what is registered
	 * @param source where the client comes from
	 * @return the keys for signatures; empty if the client has none by reference, which
	 * could have changed
	 * @throws ClientUriFetchException if they can't be fetched
	 */
	public List<JWK> refreshed(ClientMetadata metadata, Registrant.Source source) {
		String uri = metadata.getString("jwks_uri");
		return (uri != null) ? fetch(request(uri, source).again()) : List.of();
	}

	private FetchRequest request(String uri, Registrant.Source source) {
		return this.bounds.apply(FetchRequest.of(URI.create(uri), CONTENT_TYPES), source);
	}

	private List<JWK> fetch(FetchRequest request) {
		try {
			return of(JSONObjectUtils.parse(this.fetcher.fetch(request).textOrThrow()));
		}
		catch (ParseException ex) {
			throw new ClientUriFetchException("The URL must answer with a JWK Set", ex);
		}
	}

}
