package io.github.opendcr.keys;

import java.net.URI;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientMetadataPolicy;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.fetch.ClientUriFetchException;
import io.github.opendcr.fetch.ClientUriFetcher;

/**
 * Refuses a {@code jwks_uri} that would never be fetched. It isn't fetched here: the keys
 * are of no use before the client's first request, and an open endpoint that fetches is
 * one that can be sent places. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class JwksUriPolicy implements ClientMetadataPolicy {

	private final ClientUriFetcher fetcher;

	/**
	 * Create a policy.
	 * @param fetcher what will fetch the keys
	 */
	public JwksUriPolicy(ClientUriFetcher fetcher) {
		this.fetcher = fetcher;
	}

	@Override
	public ClientMetadata apply(ClientMetadata metadata, RegistrationContext context) {
		String uri = metadata.getString("jwks_uri");
		if (uri != null) {
			try {
				this.fetcher.check(URI.create(uri));
			}
			catch (ClientUriFetchException ex) {
				throw RegistrationException.invalidMetadata("jwks_uri", "jwks_uri is refused: " + ex.getMessage());
			}
		}
		return metadata;
	}

}
