package io.github.opendcr;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Keeps what is known of Client ID Metadata Documents, and which URLs an operator denied.
 * Safe for use by several threads and, if it is shared, by several processes.
 * <p>
 * {@link #save} and {@link #deny} write the same row: of an operator who denies a URL and
 * a request that makes its client, one waits for the other, and the operator's word
 * stays.
 *
 * @since 0.1.0
 */
public interface ClientMetadataDocumentStore {

	/**
	 * Find what is known of a document.
	 * @param url the URL, compared exactly
	 * @return the document, or {@code null} if none was saved
	 */
	@Nullable ClientMetadataDocument find(String url);

	/**
	 * Save a document, in the transaction that writes its client.
	 * @param document the document
	 * @return {@code false} if the URL is denied, and nothing was saved
	 * @throws org.springframework.dao.ConcurrencyFailureException if another transaction
	 * saved it at the same time
	 */
	boolean save(ClientMetadataDocument document);

	/**
	 * Replace what is known of a document, if anything still is.
	 * @param document the document
	 * @return whether it was replaced
	 */
	boolean replace(ClientMetadataDocument document);

	/**
	 * Forget a document, in the transaction that deletes its client. A URL that is denied
	 * stays so.
	 * @param url the URL
	 */
	void remove(String url);

	/**
	 * Count the documents.
	 * @return how many were saved and not forgotten
	 */
	long count();

	/**
	 * Return documents that are no longer fresh, those first that haven't been for
	 * longest.
	 * @param now the time
	 * @param after the last one of the page before, or {@code null} for the first page
	 * @param limit how many at most
	 * @return the documents
	 */
	List<ClientMetadataDocument> findStale(Instant now, @Nullable ClientMetadataDocument after, int limit);

	/**
	 * Deny a URL, whether it has a client or not. Nothing happens to one that is denied.
	 * @param url the URL
	 * @param deniedAt the time
	 */
	void deny(String url, Instant deniedAt);

	/**
	 * No longer deny a URL.
	 * @param url the URL
	 * @return whether it was denied
	 */
	boolean permit(String url);

	/**
	 * Whether a URL is denied.
	 * @param url the URL
	 * @return whether it is
	 */
	boolean isDenied(String url);

	/**
	 * Return one page of the URLs that are denied, in their order.
	 * @param after the last URL of the page before, or {@code null} for the first page
	 * @param limit how many at most
	 * @return the URLs
	 */
	List<String> findDenied(@Nullable String after, int limit);

}
