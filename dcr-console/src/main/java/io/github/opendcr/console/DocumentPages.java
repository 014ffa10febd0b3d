package io.github.opendcr.console;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;

import io.github.opendcr.ClientMetadataDocument;
import io.github.opendcr.cimd.AdmissionRules;
import io.github.opendcr.cimd.DeniedDocuments;
import io.github.opendcr.cimd.DocumentAdmission;
import io.github.opendcr.cimd.DocumentAdmission.Decision;
import io.github.opendcr.cimd.DocumentDirectory;
import io.github.opendcr.cimd.DocumentPreview;
import io.github.opendcr.cimd.DocumentPreviews;
import io.github.opendcr.console.template.JtedocumentsGenerated;
import io.github.opendcr.console.template.JtehostGenerated;
import io.github.opendcr.console.template.JtepreviewGenerated;
import io.github.opendcr.console.view.Documents;
import io.github.opendcr.console.view.Form;
import io.github.opendcr.console.view.Preview;
import io.github.opendcr.console.view.Section;

/**
 * The clients that are URLs, and who is let in.
 *
 * @since 0.1.0
 */
public final class DocumentPages extends Pages {

	private static final int PAGE_SIZE = 50;

	private static final List<String> FIELDS = List.of("url");

	private final DocumentDirectory directory;

	private final DocumentAdmission admission;

	private final DocumentPreviews previews;

	private final DeniedDocuments denied;

	/**
	 * Create the pages.
	 * @param directory the documents that are known
	 * @param admission who is let in
	 * @param previews what would become of documents
	 * @param denied what operators denied
	 */
	public DocumentPages(DocumentDirectory directory, DocumentAdmission admission, DocumentPreviews previews,
			DeniedDocuments denied) {
		this.directory = directory;
		this.admission = admission;
		this.previews = previews;
		this.denied = denied;
	}

	@Override
	void addTo(Routes routes) {
		routes.get("/documents", this::list);
		routes.get("/documents/host", this::host);
		routes.get("/documents/preview", (request) -> preview(200,
				new Preview(new Form(request.fields(FIELDS), Map.of()), Decision.refuse(), null)));
		routes.post("/documents/preview", this::preview);
	}

	private Reply list(ConsoleRequest request) {
		List<String> urls = this.denied.list(request.parameter("after"), PAGE_SIZE);
		AdmissionRules rules = (this.admission instanceof AdmissionRules listed) ? listed : null;
		SortedMap<String, Integer> hosts = this.directory.hosts();
		return Reply.page(Section.DOCUMENTS, (output, frame) -> {
			String next = (urls.size() == PAGE_SIZE) ? frame.to("/documents", "after", urls.get(PAGE_SIZE - 1)) : null;
			JtedocumentsGenerated.render(output, null, frame, new Documents(hosts, rules, urls, next));
		});
	}

	private Reply host(ConsoleRequest request) {
		String host = request.required("host");
		List<ClientMetadataDocument> documents = this.directory.ofHost(host);
		if (documents.isEmpty()) {
			throw RefusedException.notFound("There is no client with a document of this host.");
		}
		return Reply.page(Section.DOCUMENTS,
				(output, frame) -> JtehostGenerated.render(output, null, frame, host, documents));
	}

	// By POST, since something is fetched
	private Reply preview(ConsoleRequest request) {
		Form form = new Form(request.fields(FIELDS), Map.of());
		if (form.value("url").isEmpty()) {
			return preview(400,
					new Preview(form.withError("url", "Write the URL of a document."), Decision.refuse(), null));
		}
		DocumentPreview preview = this.previews.preview(form.value("url"));
		return preview(200, new Preview(form, this.previews.decide(form.value("url")), preview));
	}

	private static Reply preview(int status, Preview preview) {
		return Reply.page(status, Section.DOCUMENTS,
				(output, frame) -> JtepreviewGenerated.render(output, null, frame, preview));
	}

}
