package io.github.opendcr.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.cimd.DeniedDocuments;
import io.github.opendcr.cimd.DocumentClients;
import io.github.opendcr.cimd.DocumentRefusedException;
import io.github.opendcr.console.template.JteconfirmationGenerated;
import io.github.opendcr.console.view.Confirmation;
import io.github.opendcr.console.view.Form;
import io.github.opendcr.console.view.Section;

/**
 * What operators do with clients that are URLs, beside what they do with every client.
 *
 * @since 0.1.0
 */
public final class DocumentActionPages extends Pages {

	private static final int TOO_MANY_REQUESTS = 429;

	private final DocumentClients clients;

	private final DeniedDocuments denied;

	/**
	 * Create the pages.
	 * @param clients the clients that are URLs
	 * @param denied what operators denied
	 */
	public DocumentActionPages(DocumentClients clients, DeniedDocuments denied) {
		this.clients = clients;
		this.denied = denied;
	}

	@Override
	void addTo(Routes routes) {
		for (Action action : Action.values()) {
			routes.get(action.path(), (request) -> ask(200, action, request.required("url"), Form.EMPTY));
			routes.post(action.path(), (request) -> act(action, request));
		}
	}

	private static Reply ask(int status, Action action, String url, Form form) {
		return Reply.page(status, Section.DOCUMENTS,
				(output, frame) -> JteconfirmationGenerated.render(output, null, frame,
						new Confirmation(action.title + " this URL?", action.consequence, Map.of("URL", url),
								Map.of("url", url), form, action != Action.REFRESH, action.title, action == Action.DENY,
								frame.to(action.path()), frame.to("/documents"))));
	}

	private Reply act(Action action, ConsoleRequest request) {
		String url = request.required("url");
		Form form = new Form(request.fields(List.of("reason")), Map.of());
		try {
			return act(action, url, request.parameter("reason"));
		}
		catch (DocumentRefusedException ex) {
			boolean soon = ex.getReason() == DocumentRefusedException.Reason.TOO_SOON;
			return ask(soon ? TOO_MANY_REQUESTS : 409, action, url, form.withError("", Sentences.of(ex)));
		}
		catch (IllegalArgumentException ex) {
			boolean reason = String.valueOf(ex.getMessage()).startsWith("reason");
			return ask(400, action, url, form.withError(reason ? "reason" : "", Sentences.of(ex)));
		}
	}

	private Reply act(Action action, String url, @Nullable String reason) {
		switch (action) {
			case REFRESH -> this.clients.refreshNow(url);
			case DENY -> this.denied.deny(url, reason);
			case PERMIT -> {
				if (!this.denied.permit(url, reason)) {
					throw RefusedException.notFound("The URL isn't denied, or not any more.");
				}
			}
		}
		return (action == Action.REFRESH) ? Reply.done(action.parameter(), "/clients/client", "id", url)
				: Reply.done(action.parameter(), "/documents");
	}

	/**
	 * What is done with a URL.
	 */
	private enum Action {

		REFRESH("Refresh",
				"The document is fetched now, and the client becomes what it says. "
						+ "If it can't be had, or is no client here, the client stays as it is."),

		DENY("Deny",
				"The URL can't become a client any more, on any node. If it is one, the client is deleted "
						+ "with all that was granted to it."),

		PERMIT("Permit", "The URL may become a client again, if it is admitted.");

		private final String title;

		private final String consequence;

		Action(String title, String consequence) {
			this.title = title;
			this.consequence = consequence;
		}

		String parameter() {
			return name().toLowerCase(Locale.ROOT);
		}

		String path() {
			return "/documents/" + parameter();
		}

	}

}
