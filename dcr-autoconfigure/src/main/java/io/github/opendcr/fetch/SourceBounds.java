package io.github.opendcr.fetch;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.Registrant;

/**
 * Within which bounds is fetched what a client names. What a document names is fetched
 * from where documents are: whoever sends a URL that is a {@code client_id} must not
 * reach what an operator opened for the keys of clients that registered.
 *
 * @param ofDocuments the bounds for what documents name, or {@code null} for the
 * fetcher's own
 * @since 0.1.0
 * @see <a href=
 * "https://www.ietf.org/archive/id/draft-ietf-oauth-client-id-metadata-document-02.html#section-8.6">Client
 * ID Metadata Document §8.6</a>
 */
public record SourceBounds(@Nullable FetchSettings ofDocuments) {

	/**
	 * The fetcher's own bounds for all clients.
	 */
	public static final SourceBounds USUAL = new SourceBounds(null);

	/**
	 * Return a request within the bounds that are right for a client.
	 * @param request the request
	 * @param source where the client comes from
	 * @return the request
	 */
	public FetchRequest apply(FetchRequest request, Registrant.Source source) {
		return (source == Registrant.Source.DOCUMENT && this.ofDocuments != null) ? request.within(this.ofDocuments)
				: request;
	}

}
