package io.github.opendcr.fetch;

import java.net.URI;
import java.util.Set;

/**
 * Fetches nothing, where there is no HTTP client that could be guarded.
 *
 * @since 0.1.0
 */
public final class RefusingUriFetcher implements ClientUriFetcher {

	/**
	 * Create a fetcher.
	 */
	public RefusingUriFetcher() {
	}

	@Override
	public void check(URI uri) {
		throw refusal();
	}

	@Override
	public String fetch(URI uri, Set<String> contentTypes) {
		throw refusal();
	}

	@Override
	public String refresh(URI uri, Set<String> contentTypes) {
		throw refusal();
	}

	private static ClientUriFetchException refusal() {
		return new ClientUriFetchException("This server fetches nothing from clients", null);
	}

}
