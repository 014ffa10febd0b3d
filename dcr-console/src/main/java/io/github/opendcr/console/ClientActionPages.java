package io.github.opendcr.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.console.template.JteconfirmationGenerated;
import io.github.opendcr.console.template.JtesecretGenerated;
import io.github.opendcr.console.view.Confirmation;
import io.github.opendcr.console.view.Form;
import io.github.opendcr.console.view.Secret;
import io.github.opendcr.console.view.Section;
import io.github.opendcr.console.view.Words;

/**
 * What operators do with clients: each is confirmed on a page that asks for a reason.
 *
 * @since 0.1.0
 */
public final class ClientActionPages extends Pages {

	private static final String GONE = "No such client registered itself, or it is gone by now.";

	private final ClientLifecycle lifecycle;

	/**
	 * Create the pages.
	 * @param lifecycle what is done with clients
	 */
	public ClientActionPages(ClientLifecycle lifecycle) {
		this.lifecycle = lifecycle;
	}

	@Override
	void addTo(Routes routes) {
		routes.get("/clients/act", (request) -> ask(200, request, client(request), Form.EMPTY));
		routes.post("/clients/act", this::act);
	}

	private static ClientAction action(ConsoleRequest request) {
		return ClientAction.named(request.required("do"));
	}

	private ClientRegistration client(ConsoleRequest request) {
		ClientAction action = action(request);
		ClientRegistration registration = this.lifecycle.find(request.required("id"));
		if (registration == null) {
			throw RefusedException.notFound(GONE);
		}
		// What was approved meanwhile must not be rejected
		if (!ClientAction.of(registration).contains(action)) {
			throw RefusedException.conflict("The client is %s by now. Look at it again before you go on."
				.formatted(Words.words(registration.status()).toLowerCase(Locale.ROOT)));
		}
		return registration;
	}

	private static Reply ask(int status, ConsoleRequest request, ClientRegistration client, Form form) {
		ClientAction action = action(request);
		Map<String, String> hidden = new LinkedHashMap<>(Map.of("do", action.parameter(), "id", client.clientId()));
		if (action == ClientAction.REISSUE_TOKEN) {
			hidden.put(FormTickets.FIELD, request.ticket());
		}
		return Reply.page(status, Section.CLIENTS, (output, frame) -> {
			Map<String, String> subject = new LinkedHashMap<>();
			String name = Words.name(client);
			subject.put("Name", (name != null) ? name : "none");
			subject.put("client_id", client.clientId());
			subject.put("Redirects to", Words.list(client.metadata().getRedirectUris()));
			JteconfirmationGenerated.render(output, null, frame,
					new Confirmation(action.question(), action.consequence(), subject, hidden, form, true,
							action.title(), action.isDanger(), frame.to("/clients/act"),
							frame.to("/clients/client", "id", client.clientId())));
		});
	}

	private Reply act(ConsoleRequest request) {
		ClientAction action = action(request);
		ClientRegistration client = client(request);
		if (action == ClientAction.REISSUE_TOKEN) {
			request.takeTicket();
		}
		Form form = new Form(request.fields(List.of("reason")), Map.of());
		try {
			return act(action, client, request.parameter("reason"));
		}
		catch (IllegalArgumentException ex) {
			return ask(400, request, client, form.withError("reason", Sentences.of(ex)));
		}
		catch (UnsupportedOperationException ex) {
			return ask(409, request, client, form.withError("", Sentences.of(ex)));
		}
	}

	private Reply act(ClientAction action, ClientRegistration client, @Nullable String reason) {
		String id = client.clientId();
		boolean found = switch (action) {
			case APPROVE, ENABLE -> this.lifecycle.activate(id, reason);
			case DISABLE -> this.lifecycle.disable(id, reason);
			case REJECT, DELETE -> this.lifecycle.delete(id, reason);
			case REVOKE_TOKEN -> this.lifecycle.revokeToken(id, reason);
			case REISSUE_TOKEN -> true;
		};
		String token = (action == ClientAction.REISSUE_TOKEN) ? this.lifecycle.reissueToken(id, reason) : null;
		if (!found || (action == ClientAction.REISSUE_TOKEN && token == null)) {
			throw RefusedException.notFound(GONE);
		}
		return (token != null) ? show(client, token) : Reply.done(action.parameter(), "/clients/client", "id", id);
	}

	private static Reply show(ClientRegistration client, String token) {
		return Reply.page(Section.CLIENTS, (output, frame) -> {
			String name = Words.name(client);
			Map<String, String> about = new LinkedHashMap<>();
			about.put("Client", (name != null) ? name : "none");
			about.put("client_id", client.clientId());
			JtesecretGenerated.render(output, null, frame,
					new Secret("A new registration access token", "Registration access token", token, about,
							frame.to("/clients/client", "id", client.clientId()), "the client"));
		});
	}

}
