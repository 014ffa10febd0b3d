package io.github.opendcr.fetch;

import java.net.URI;

/**
 * Fetches documents from URLs that clients supply. Every such URL is fetched through this
 * bean and nothing else, so that whoever replaces it decides where the server may be sent
 * to. Safe for use by several threads.
 *
 * @since 0.1.0
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7591.html#section-5">RFC 7591 §5</a>
 */
public interface ClientUriFetcher {

	/**
	 * Fetches nothing, where there is no HTTP client that could be guarded.
	 */
	ClientUriFetcher NONE = new RefusingUriFetcher();

	/**
	 * Refuse a URL that would never be fetched. Nothing is resolved or connected to.
	 * @param uri the URL
	 * @throws ClientUriFetchException if it is refused
	 */
	void check(URI uri);

	/**
	 * Return the document at a URL, or why it can't be had. Only an answer with the
	 * status 200 brings a document; redirects are not followed. Blocks until it is there,
	 * for a time that the fetcher or the request bounds. A fetcher without copies fetches
	 * each time.
	 * @param request what is fetched, and how
	 * @return what came of it; a document that can't be had is a
	 * {@link FetchResult.Failure}, and no exception
	 */
	FetchResult fetch(FetchRequest request);

}
