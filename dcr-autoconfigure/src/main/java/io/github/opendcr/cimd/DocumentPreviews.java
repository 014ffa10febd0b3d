package io.github.opendcr.cimd;

import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationContext;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.cimd.DocumentAdmission.Decision;

/**
 * What would become of documents at this server, for operators and for whoever publishes
 * one: all that is wrong with it, all that would be left out, and the client that would
 * come of it. Nothing is stored, and nothing that was stored is looked at. Safe for use
 * by several threads.
 *
 * @since 0.1.0
 */
public final class DocumentPreviews {

	private final DocumentAdmission admission;

	private final DocumentFetcher fetcher;

	private final DocumentNegotiation negotiation;

	private final @Nullable String usualPolicy;

	/**
	 * Create the previews.
	 * @param admission which URLs may be clients, and under which policy
	 * @param fetcher fetches documents
	 * @param negotiation makes of them what enters the line
	 * @param usualPolicy the policy of those whom their admission gives none, or
	 * {@code null} for everyone's
	 */
	public DocumentPreviews(DocumentAdmission admission, DocumentFetcher fetcher, DocumentNegotiation negotiation,
			@Nullable String usualPolicy) {
		this.admission = admission;
		this.fetcher = fetcher;
		this.negotiation = negotiation;
		this.usualPolicy = usualPolicy;
	}

	/**
	 * Decide about a URL, as when it starts something.
	 * @param url the URL
	 * @return the decision, a refusal also if it can be no {@code client_id}
	 */
	public Decision decide(String url) {
		try {
			return judge(url);
		}
		catch (DocumentRefusedException ex) {
			return Decision.refuse();
		}
	}

	/**
	 * Fetch a document, whether it would be let in or not, and say what would become of
	 * it.
	 * @param url the URL
	 * @return the preview, with one violation if the document can't be had
	 */
	public DocumentPreview preview(String url) {
		try {
			judge(url);
			FetchedDocument fetched = this.fetcher.fetch(url, null);
			if (fetched instanceof FetchedDocument.Document document) {
				return preview(url, document.json());
			}
			return refused((fetched instanceof FetchedDocument.Unavailable unavailable) ? unavailable.reason()
					: "It answered 304 without having been asked to");
		}
		catch (DocumentRefusedException ex) {
			return refused(String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * Say what would become of a document, without the network.
	 * @param url the URL at which it will be
	 * @param json its text
	 * @return the preview
	 */
	public DocumentPreview preview(String url, String json) {
		try {
			String policy = judge(url).policy();
			return this.negotiation.preview(url, json,
					RegistrationContext.of(Registrant.ofDocument((policy != null) ? policy : this.usualPolicy)));
		}
		catch (DocumentRefusedException ex) {
			return refused(String.valueOf(ex.getMessage()));
		}
	}

	private Decision judge(String url) {
		ClientIdentifierUrl.of(url, ClientIdentifierUrl.MAX_LENGTH);
		return this.admission.judge(url);
	}

	private static DocumentPreview refused(String description) {
		return new DocumentPreview(List.of(RegistrationException.invalidMetadata("client_id", description)), List.of(),
				null);
	}

}
