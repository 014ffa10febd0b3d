package io.github.opendcr.cimd;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.OperatorAction;
import io.github.opendcr.registration.OperatorRecords;

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

	private final OperatorRecords records;

	/**
	 * Create the list.
	 * @param documents where it is kept
	 * @param lifecycle what deletes clients
	 * @param records where it is kept and told who denied them, and why
	 */
	public DeniedDocuments(ClientMetadataDocumentStore documents, ClientLifecycle lifecycle, OperatorRecords records) {
		this.documents = documents;
		this.lifecycle = lifecycle;
		this.records = records;
	}

	/**
	 * Deny a URL. Its client is deleted with all that was granted to it, or disabled
	 * where clients can't be deleted. One that the application configured, or that
	 * registered under such a {@code client_id}, stays.
	 * @param url the URL, as the client sends it
	 * @param reason why, which is kept with whoever is authenticated on the thread, or
	 * {@code null} if nobody says
	 * @return whether there was a client
	 * @throws IllegalArgumentException if it can be no {@code client_id}, or the reason
	 * can't be kept
	 */
	public boolean deny(String url, @Nullable String reason) {
		OperatorAction action = this.records.action(url, OperatorAction.Kind.DENIED, reason);
		try {
			this.documents.deny(url, action.at());
		}
		catch (ConcurrencyFailureException ex) { // its client was made just now
			this.documents.deny(url, action.at());
		}
		this.records.tell(this.records.keep(action));
		// From here on nobody makes it any more
		ClientRegistration registration = this.lifecycle.find(url);
		return registration != null && registration.isOfDocument() && end(url, reason);
	}

	private boolean end(String url, @Nullable String reason) {
		try {
			return this.lifecycle.delete(url, reason);
		}
		catch (UnsupportedOperationException ex) {
			return this.lifecycle.disable(url, reason);
		}
	}

	/**
	 * No longer deny a URL.
	 * @param url the URL
	 * @param reason as with {@link #deny(String, String)}
	 * @return whether it was denied
	 * @throws IllegalArgumentException if the reason can't be kept
	 */
	public boolean permit(String url, @Nullable String reason) {
		OperatorAction action = this.records.action(url, OperatorAction.Kind.PERMITTED, reason);
		boolean permitted = this.documents.permit(url);
		if (permitted) {
			this.records.tell(this.records.keep(action));
		}
		return permitted;
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
