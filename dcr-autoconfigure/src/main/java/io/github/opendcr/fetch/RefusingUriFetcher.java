package io.github.opendcr.fetch;

import java.net.URI;

/**
 * Fetches nothing, where there is no HTTP client that could be guarded.
 */
final class RefusingUriFetcher implements ClientUriFetcher {

	private static final String REFUSAL = "This server fetches nothing from clients";

	@Override
	public void check(URI uri) {
		throw new ClientUriFetchException(REFUSAL, null);
	}

	@Override
	public FetchResult fetch(FetchRequest request) {
		return new FetchResult.Failure(FailureKind.REFUSED, REFUSAL, null);
	}

}
