package io.github.opendcr.actuate;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientMetadataDocument;
import io.github.opendcr.cimd.DeniedDocuments;
import io.github.opendcr.cimd.DocumentDirectory;
import io.github.opendcr.cimd.DocumentPreviews;
import io.github.opendcr.cimd.DocumentRefusedException;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * What operators do with clients that are known by their documents, beside what they do
 * with every client by {@link ClientsEndpoint}: the Actuator endpoint
 * {@code dcrdocuments}. URLs are parameters and not parts of the path, where servers and
 * firewalls rewrite them. Safe for use by several threads.
 */
@WebEndpoint(id = "dcrdocuments")
final class DocumentsEndpoint {

	private static final int TOO_MANY_REQUESTS = 429;

	private final DocumentDirectory directory;

	private final Consumer<String> refresh;

	private final DeniedDocuments denied;

	private final DocumentPreviews previews;

	/**
	 * Create the endpoint.
	 * @param directory which documents are known
	 * @param refresh refreshes the client of a URL, whether its document is fresh or not
	 * @param denied the URLs that an operator denied
	 * @param previews what would become of documents
	 */
	DocumentsEndpoint(DocumentDirectory directory, Consumer<String> refresh, DeniedDocuments denied,
			DocumentPreviews previews) {
		this.directory = directory;
		this.refresh = refresh;
		this.denied = denied;
		this.previews = previews;
	}

	/**
	 * Count the clients of each host, or list those of one.
	 * @param host the host, with a port if it isn't 443, or {@code null} for all
	 * @return {@code hosts} with their numbers, or {@code clients}
	 */
	@ReadOperation
	WebEndpointResponse<?> list(@Nullable String host) {
		return Answers.to(() -> new WebEndpointResponse<>((host != null)
				? Map.of("clients", this.directory.ofHost(host).stream().map(DocumentsEndpoint::view).toList())
				: Map.of("hosts", this.directory.hosts())));
	}

	private static Map<String, Object> view(ClientMetadataDocument document) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("clientId", document.url());
		members.put("checkedAt", document.checkedAt().toString());
		members.put("freshUntil", document.freshUntil().toString());
		if (document.absence() != null) {
			members.put("absentSince", document.absence().since().toString());
			members.put("absence", document.absence().kind());
		}
		return members;
	}

	/**
	 * List the URLs that are denied.
	 * @param what {@code denied}
	 * @param after the {@code next} of the page before
	 * @param limit how many, 100 if not said
	 * @return a page, with {@code next} if there may be another one
	 */
	@ReadOperation
	WebEndpointResponse<?> listDenied(@Selector String what, @Nullable String after, @Nullable String limit) {
		if (!what.equals("denied")) {
			return Answers.notFound("There is no such list");
		}
		return Answers.to(() -> {
			int size = Answers.pageSize(limit);
			return Answers.page("denied", this.denied.list(after, size), size, (url) -> url, (url) -> url);
		});
	}

	/**
	 * Do something with a URL.
	 * @param action {@code preview}, {@code refresh}, {@code deny} or {@code permit}
	 * @param url the URL, as the client sends it
	 * @param document for a preview, the document's text; it is fetched if not said
	 * @param reason why a URL is denied or permitted
	 * @return what came of it
	 */
	@WriteOperation
	WebEndpointResponse<?> act(@Selector String action, @Nullable String url, @Nullable String document,
			@Nullable String reason) {
		if (url == null) {
			return Answers.badRequest(new IllegalArgumentException("url must be the URL of a client"));
		}
		return Answers.to(() -> actOn(url, action, document, reason));
	}

	private WebEndpointResponse<?> actOn(String url, String action, @Nullable String document,
			@Nullable String reason) {
		try {
			return switch (action) {
				case "preview" -> new WebEndpointResponse<>(PreviewView.of(this.previews.decide(url),
						(document != null) ? this.previews.preview(url, document) : this.previews.preview(url)));
				case "refresh" -> {
					this.refresh.accept(url);
					yield new WebEndpointResponse<>(WebEndpointResponse.STATUS_NO_CONTENT);
				}
				case "deny" ->
					new WebEndpointResponse<>(Map.of("url", url, "hadClient", this.denied.deny(url, reason)));
				case "permit" -> Answers.done(this.denied.permit(url, reason), "The URL is not denied");
				default -> Answers.notFound("There is no such action");
			};
		}
		catch (DocumentRefusedException ex) {
			return refused(ex);
		}
	}

	private static WebEndpointResponse<?> refused(DocumentRefusedException ex) {
		return (ex.getReason() == DocumentRefusedException.Reason.TOO_SOON)
				? Answers.error(TOO_MANY_REQUESTS, "too_many_requests", String.valueOf(ex.getMessage()))
				: Answers.badRequest(new IllegalArgumentException(String.valueOf(ex.getMessage()), ex));
	}

}
