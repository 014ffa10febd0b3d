package io.github.opendcr.registration;

import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.fetch.ClientUriFetchException;
import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.fetch.SourceBounds;
import io.github.opendcr.metadata.Violations;
import io.github.opendcr.subject.SectorIdentifiers;

/**
 * Refuses by name what this server, with the keys and beans that it has, can't do for a
 * client. The last check of all: what is refused before causes no fetch. Safe for use by
 * several threads.
 */
final class ServerCapabilities {

	private static final String ID_TOKEN_ALGORITHM = "id_token_signed_response_alg";

	private static final String PUSHED = "require_pushed_authorization_requests";

	private static final String DEVICE_CODE = "urn:ietf:params:oauth:grant-type:device_code";

	private final Supplier<Set<String>> idTokenAlgorithms;

	private final ClientUriFetcher fetcher;

	private final @Nullable SectorIdentifiers sectors;

	private final BooleanSupplier pushedRequests;

	private final BooleanSupplier deviceGrant;

	/**
	 * Create the check.
	 * @param idTokenAlgorithms the algorithms by which ID tokens can be signed now, in
	 * the order in which one is chosen; empty if nothing is known
	 * @param fetcher what will fetch the documents of clients
	 * @param bounds within which bounds
	 * @param pairwise whether there are pairwise subjects
	 * @param pushedRequests whether authorization requests can be pushed
	 * @param deviceGrant whether the device grant can begin
	 */
	ServerCapabilities(Supplier<Set<String>> idTokenAlgorithms, ClientUriFetcher fetcher, SourceBounds bounds,
			boolean pairwise, BooleanSupplier pushedRequests, BooleanSupplier deviceGrant) {
		this.idTokenAlgorithms = idTokenAlgorithms;
		this.fetcher = fetcher;
		this.sectors = pairwise ? new SectorIdentifiers(fetcher, bounds) : null;
		this.pushedRequests = pushedRequests;
		this.deviceGrant = deviceGrant;
	}

	/**
	 * Check what is granted, and tell the client what it gets where it asked for nothing
	 * or for what is of no use to it here.
	 */
	ClientMetadata check(ClientMetadata requested, Registrant.Source source, Violations violations) {
		violations.check(() -> checkPushedRequests(requested));
		violations.check(() -> checkJwksUri(requested.getString("jwks_uri")));
		ClientMetadata granted = violations.step(violations.step(requested, this::withUsableGrantTypes),
				this::withIdTokenAlgorithm);
		if (this.sectors == null) {
			return violations.step(granted, ServerCapabilities::withPublicSubject);
		}
		if (violations.areNone()) {
			violations.check(() -> this.sectors.check(granted, source));
		}
		return granted;
	}

	private static ClientMetadata withPublicSubject(ClientMetadata granted) {
		if ("pairwise".equals(granted.getString("subject_type"))) {
			throw RegistrationException.invalidMetadata("subject_type",
					"subject_type is supported with the value public only");
		}
		return granted.without("sector_identifier_uri"); // a public subject has no sector
	}

	private void checkPushedRequests(ClientMetadata requested) {
		if (Boolean.TRUE.equals(requested.get(PUSHED)) && !this.pushedRequests.getAsBoolean()) {
			throw RegistrationException.invalidMetadata(PUSHED,
					PUSHED + " can't be true: this server has no endpoint for pushed authorization requests");
		}
	}

	// Fetched when the client first signs; by what will fetch it, a URL may be refused
	// now
	void checkJwksUri(@Nullable String uri) {
		if (uri == null) {
			return;
		}
		try {
			this.fetcher.check(URI.create(uri));
		}
		catch (ClientUriFetchException ex) {
			throw RegistrationException.invalidMetadata("jwks_uri", "jwks_uri is refused: " + ex.getMessage());
		}
	}

	/**
	 * The device grant begins at an endpoint (RFC 8628 §3.1) that a server needn't have.
	 */
	private ClientMetadata withUsableGrantTypes(ClientMetadata requested) {
		if (!requested.getGrantTypes().contains(DEVICE_CODE) || this.deviceGrant.getAsBoolean()) {
			return requested;
		}
		List<String> usable = requested.getGrantTypes().stream().filter((type) -> !type.equals(DEVICE_CODE)).toList();
		if (usable.stream().allMatch("refresh_token"::equals)) {
			throw RegistrationException.invalidMetadata("grant_types",
					"The grant type '" + DEVICE_CODE + "' can't be used: this server has no endpoint for it");
		}
		return requested.with("grant_types", usable);
	}

	/**
	 * RS256 is what omitting means (OpenID Connect Dynamic Client Registration 1.0 §2). A
	 * server without a key for it could log nobody in, and so substitutes another one.
	 */
	private ClientMetadata withIdTokenAlgorithm(ClientMetadata requested) {
		String algorithm = requested.getString(ID_TOKEN_ALGORITHM);
		if (algorithm == null && !requested.getScopes().contains("openid")) {
			return requested; // there are no ID tokens
		}
		Set<String> supported = this.idTokenAlgorithms.get();
		if (algorithm == null) {
			return (supported.isEmpty() || supported.contains("RS256")) ? requested
					: requested.with(ID_TOKEN_ALGORITHM, supported.iterator().next());
		}
		if (!supported.contains(algorithm)) {
			throw RegistrationException.invalidMetadata(ID_TOKEN_ALGORITHM,
					ID_TOKEN_ALGORITHM + " must be one that the server has a key for: " + String.join(", ", supported));
		}
		return requested;
	}

}
