package io.github.opendcr.fetch;

import java.net.URI;
import java.util.Set;

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
	 * Refuse a URL that would never be fetched. Nothing is resolved or connected to.
	 * @param uri the URL
	 * @throws ClientUriFetchException if it is refused
	 */
	void check(URI uri);

	/**
	 * Return the document at the URL, or a copy of it that is still fresh. Blocks until
	 * it is there, for a time that the fetcher bounds.
	 * @param uri the URL
	 * @param contentTypes the media types that it may have, in lower case and without
	 * parameters
	 * @return the document, read as UTF-8
	 * @throws ClientUriFetchException if the URL is refused or the document can't be had
	 */
	String fetch(URI uri, Set<String> contentTypes);

	/**
	 * Return the document as it is now, never a copy: for what is judged once, and rests
	 * on that from then on. A fetch that is under way may be shared. This implementation
	 * is for fetchers that keep no copies.
	 * @param uri the URL
	 * @param contentTypes the media types that it may have, in lower case and without
	 * parameters
	 * @return the document, read as UTF-8
	 * @throws ClientUriFetchException if the URL is refused or the document can't be had
	 */
	default String fetchAnew(URI uri, Set<String> contentTypes) {
		return fetch(uri, contentTypes);
	}

	/**
	 * Return the document as it is now, since the copy was found to be outdated. A
	 * fetcher bounds how often a client can make it do that, and returns its copy beyond
	 * that bound or if the document can't be had.
	 * @param uri the URL
	 * @param contentTypes the media types that it may have, in lower case and without
	 * parameters
	 * @return the document, read as UTF-8
	 * @throws ClientUriFetchException if the URL is refused, or if the document can't be
	 * had and there is no copy
	 */
	String refresh(URI uri, Set<String> contentTypes);

}
