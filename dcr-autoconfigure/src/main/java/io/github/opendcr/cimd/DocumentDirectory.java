package io.github.opendcr.cimd;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

import io.github.opendcr.ClientMetadataDocument;
import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.RegistrationConstraint;

/**
 * The clients that are known by their documents, by the hosts that publish them. Safe for
 * use by several threads.
 *
 * @since 0.1.0
 */
public final class DocumentDirectory {

	private static final int PAGE = 1000;

	// later than any document is fresh
	private static final Instant EVER = Instant.parse("9999-12-31T00:00:00Z");

	private final ClientMetadataDocumentStore documents;

	/**
	 * Create a directory.
	 * @param documents what is known of documents
	 */
	public DocumentDirectory(ClientMetadataDocumentStore documents) {
		this.documents = documents;
	}

	/**
	 * Return what forgets, with the client, what is known of its document.
	 * @param documents what is known of documents
	 * @return the constraint
	 */
	public static RegistrationConstraint forgetting(ClientMetadataDocumentStore documents) {
		return new DocumentConstraint(documents);
	}

	/**
	 * Count the documents of each host.
	 * @return the numbers by host, with a port if it isn't 443
	 */
	public SortedMap<String, Integer> hosts() {
		SortedMap<String, Integer> hosts = new TreeMap<>();
		forEach((document) -> hosts.merge(host(document), 1, Integer::sum));
		return hosts;
	}

	/**
	 * List the documents of one host.
	 * @param host the host, with a port if it isn't 443
	 * @return what is known of them, those first that were fresh until the earliest time
	 */
	public List<ClientMetadataDocument> ofHost(String host) {
		List<ClientMetadataDocument> found = new ArrayList<>();
		forEach((document) -> {
			if (host.equals(host(document))) {
				found.add(document);
			}
		});
		return found;
	}

	private void forEach(Consumer<ClientMetadataDocument> action) {
		List<ClientMetadataDocument> page = this.documents.findStale(EVER, null, PAGE);
		while (!page.isEmpty()) {
			page.forEach(action);
			page = (page.size() == PAGE) ? this.documents.findStale(EVER, page.get(PAGE - 1), PAGE) : List.of();
		}
	}

	private static String host(ClientMetadataDocument document) {
		return URI.create(document.url()).getRawAuthority();
	}

}
