package io.github.opendcr.cimd;

import java.time.Clock;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.ClientRegistration;

import org.springframework.dao.ConcurrencyFailureException;

/**
 * The URLs that an operator denied. A client that was only deleted would be there again
 * at its next authorization; one that is denied is deleted and stays away, on every node
 * and whatever is under way. Safe for use by several threads and processes.
 *
 * @since 0.1.0
 */
public final class DeniedDocuments {

	private final ClientMetadataDocumentStore documents;

	private final ClientLifecycle lifecycle;

	private final Clock clock;

	/**
	 * Create the list.
	 * @param documents where it is kept
	 * @param lifecycle what deletes clients
	 * @param clock what time it is
	 */
	public DeniedDocuments(ClientMetadataDocumentStore documents, ClientLifecycle lifecycle, Clock clock) {
		this.documents = documents;
		this.lifecycle = lifecycle;
		this.clock = clock;
	}

	/**
	 * Deny a URL. Its client is deleted with all that was granted to it, or disabled
	 * where clients can't be deleted. One that the application configured, or that
	 * registered under such a {@code client_id}, stays.
	 * @param url the URL, as the client sends it
	 * @return whether there was a client
	 * @throws IllegalArgumentException if it can be no {@code client_id}
	 */
	public boolean deny(String url) {
		try {
			this.documents.deny(url, this.clock.instant());
		}
		catch (ConcurrencyFailureException ex) { // its client was made just now
			this.documents.deny(url, this.clock.instant());
		}
		// From here on nobody makes it any more
		ClientRegistration registration = this.lifecycle.find(url);
		return registration != null && registration.isOfDocument() && end(url);
	}

	private boolean end(String url) {
		try {
			return this.lifecycle.delete(url);
		}
		catch (UnsupportedOperationException ex) {
			return this.lifecycle.disable(url);
		}
	}

	/**
	 * No longer deny a URL.
	 * @param url the URL
	 * @return whether it was denied
	 */
	public boolean permit(String url) {
		return this.documents.permit(url);
	}

	/**
	 * Return one page of the URLs that are denied, in their order.
	 * @param after the last URL of the page before, or {@code null} for the first page
	 * @param limit how many at most
	 * @return the URLs
	 */
	public List<String> list(@Nullable String after, int limit) {
		return this.documents.findDenied(after, limit);
	}

}
