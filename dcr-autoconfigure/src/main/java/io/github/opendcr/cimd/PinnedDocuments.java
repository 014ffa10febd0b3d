package io.github.opendcr.cimd;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.keys.Sha256;

import org.springframework.context.ApplicationEventPublisher;

/**
 * The copies that the operator keeps, and the alarm when one has become another document
 * than the real one. Safe for use by several threads.
 */
final class PinnedDocuments {

	private static final Log logger = LogFactory.getLog(PinnedDocuments.class);

	private final Map<String, PinnedDocument> documents;

	/**
	 * The last text of each that was told of, by its hash.
	 */
	private final Map<String, String> told = new ConcurrentHashMap<>();

	private final ApplicationEventPublisher publisher;

	PinnedDocuments(List<PinnedDocument> documents, ApplicationEventPublisher publisher) {
		this.documents = documents.stream().collect(Collectors.toMap(PinnedDocument::url, Function.identity()));
		this.publisher = publisher;
	}

	/**
	 * Return the copy of a document.
	 * @param entityTag what the caller has, or {@code null}
	 * @param freshUntil until when it may be used
	 * @return the copy, or {@code null} if there is none
	 */
	@Nullable FetchedDocument find(String url, @Nullable String entityTag, Instant freshUntil) {
		PinnedDocument document = this.documents.get(url);
		if (document == null) {
			return null;
		}
		return document.validator().equals(entityTag) ? new FetchedDocument.NotModified(freshUntil)
				: new FetchedDocument.Document(document.json(), document.validator(), freshUntil);
	}

	/**
	 * Compare a copy with the real document.
	 * @return whether there is a copy, and it says something else
	 */
	boolean compare(String url, String current) {
		PinnedDocument document = this.documents.get(url);
		if (document == null || !document.differsFrom(current)) {
			return false;
		}
		String hash = Sha256.of(current);
		if (!hash.equals(this.told.put(url, hash))) {
			tell(document, current);
		}
		return true;
	}

	private void tell(PinnedDocument document, String current) {
		logger.warn("The document at " + document.url() + " says something else than its pinned copy, which "
				+ "dcr.cimd.pinned still serves when the document can't be read: compare them, and replace the copy");
		try {
			this.publisher.publishEvent(new PinnedDocumentDrifted(document.url(), document.json(), current));
		}
		catch (RuntimeException ex) {
			logger.error("A listener of PinnedDocumentDrifted failed; the document is used all the same", ex);
		}
	}

}
