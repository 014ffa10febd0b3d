package io.github.opendcr.subject;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.fetch.ClientUriFetchException;
import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.fetch.FetchRequest;
import io.github.opendcr.fetch.SourceBounds;

/**
 * Checks that all redirect URIs of a client are of the sector that it claims, as it
 * registers or updates itself and at no other time; by the document as it is then. Safe
 * for use by several threads.
 *
 * @since 0.1.0
 * @see <a href=
 * "https://openid.net/specs/openid-connect-registration-1_0.html#SectorIdentifierValidation">OpenID
 * Connect Dynamic Client Registration 1.0 §5</a>
 */
public final class SectorIdentifiers {

	private static final String MEMBER = "sector_identifier_uri";

	private static final Set<String> CONTENT_TYPES = Set.of("application/json");

	// What brings no user, or none but to a redirect URI
	private static final Set<String> GRANT_TYPES = Set.of("authorization_code", "implicit", "refresh_token",
			"client_credentials");

	private final JsonMapper mapper = JsonMapper.builder().build();

	private final ClientUriFetcher fetcher;

	private final SourceBounds bounds;

	/**
	 * Create the check.
	 * @param fetcher fetches the documents
	 * @param bounds within which bounds
	 */
	public SectorIdentifiers(ClientUriFetcher fetcher, SourceBounds bounds) {
		this.fetcher = fetcher;
		this.bounds = bounds;
	}

	/**
	 * Check the sector of a client; blocks while the document is fetched.
	 * @param metadata metadata that is valid otherwise
	 * @param source where the client comes from
	 * @throws RegistrationException if the document can't be had or lacks a redirect URI,
	 * or if a pairwise client has users without redirection, or has no document and
	 * redirect URIs that are not of one host
	 */
	public void check(ClientMetadata metadata, Registrant.Source source) {
		String uri = metadata.getString(MEMBER);
		boolean pairwise = "pairwise".equals(metadata.getString("subject_type"));
		if (pairwise) {
			checkGrants(metadata.getGrantTypes());
		}
		if (uri != null) {
			checkDocument(this.bounds.apply(FetchRequest.of(URI.create(uri), CONTENT_TYPES).anew(), source),
					metadata.getRedirectUris());
		}
		else if (pairwise) {
			checkHosts(metadata.getRedirectUris());
		}
	}

	// Anyone may register the redirect URIs of another sector, but sees none of the users
	// who are sent there. A user's device code or token would tell their subject
	private static void checkGrants(List<String> grantTypes) {
		for (String grantType : grantTypes) {
			if (!GRANT_TYPES.contains(grantType)) {
				throw RegistrationException.invalidMetadata("subject_type", "subject_type 'pairwise' can't be had with "
						+ "the grant type '" + grantType + "': only redirect_uris show of which sector a client is");
			}
		}
	}

	private void checkDocument(FetchRequest request, List<String> redirectUris) {
		List<String> listed = read(fetch(request));
		for (String redirectUri : redirectUris) {
			if (!listed.contains(redirectUri)) {
				throw RegistrationException.invalidMetadata(MEMBER,
						"The document at sector_identifier_uri does not list every one of the redirect_uris; list all of "
								+ "them as they are registered");
			}
		}
	}

	private String fetch(FetchRequest request) {
		try {
			return this.fetcher.fetch(request).textOrThrow();
		}
		catch (ClientUriFetchException ex) {
			throw new RegistrationException(RegistrationError.INVALID_CLIENT_METADATA, MEMBER,
					"sector_identifier_uri can't be used: " + ex.getMessage(), ex);
		}
	}

	private List<String> read(String document) {
		try {
			JsonNode json = this.mapper.readTree(document);
			if (json.isArray() && json.valueStream().allMatch(JsonNode::isString)) {
				return json.valueStream().map(JsonNode::stringValue).toList();
			}
			throw noArray(null);
		}
		catch (JacksonException ex) {
			throw noArray(ex);
		}
	}

	private static RegistrationException noArray(@Nullable Throwable cause) {
		return new RegistrationException(RegistrationError.INVALID_CLIENT_METADATA, MEMBER,
				"The document at sector_identifier_uri must be a JSON array of strings", cause);
	}

	// A loopback address or a private-use scheme is no sector: apps of all makers
	// redirect there
	private static void checkHosts(List<String> redirectUris) {
		Set<String> hosts = redirectUris.stream()
			.map(URI::create)
			.map((uri) -> Objects.toString("https".equals(uri.getScheme()) ? uri.getHost() : null, ""))
			.map((host) -> host.toLowerCase(Locale.ROOT))
			.collect(Collectors.toSet());
		if (hosts.size() != 1 || hosts.contains("")) {
			throw RegistrationException.invalidMetadata("subject_type", "subject_type 'pairwise' needs redirect_uris "
					+ "that are all https and of one host, or a sector_identifier_uri");
		}
	}

}
