package io.github.opendcr.console;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientPage;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.console.template.JteclientGenerated;
import io.github.opendcr.console.template.JteclientsGenerated;
import io.github.opendcr.console.view.ClientDetails;
import io.github.opendcr.console.view.ClientList;
import io.github.opendcr.console.view.Form;
import io.github.opendcr.console.view.Link;
import io.github.opendcr.console.view.Section;
import io.github.opendcr.lifecycle.ClientDirectory;
import io.github.opendcr.lifecycle.ClientRecord;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.use.ClientUse;

/**
 * The clients, and each of them.
 *
 * @since 0.1.0
 */
public final class ClientPages extends Pages {

	private static final int PAGE_SIZE = 50;

	private static final List<String> KEY_MEMBERS = List.of("kid", "kty", "use", "alg", "crv", "x5t#S256");

	private final ClientDirectory directory;

	private final RegistrationPolicies policies;

	private final boolean usesKnown;

	private final Clock clock;

	/**
	 * Create the pages.
	 * @param directory the clients
	 * @param policies the policies by which they are judged
	 * @param usesKnown whether anything notes when clients are used
	 * @param clock what time it is
	 */
	public ClientPages(ClientDirectory directory, RegistrationPolicies policies, boolean usesKnown, Clock clock) {
		this.directory = directory;
		this.policies = policies;
		this.usesKnown = usesKnown;
		this.clock = clock;
	}

	@Override
	void addTo(Routes routes) {
		routes.get("/clients", this::list);
		routes.get("/clients/client", this::show);
	}

	private Reply list(ConsoleRequest request) {
		ClientSearchForm search = new ClientSearchForm(request);
		String after = request.parameter("after");
		Form form = search.form();
		ClientPage page = new ClientPage(List.of(), null);
		if (form.errors().isEmpty()) {
			try {
				page = find(search, after);
			}
			catch (IllegalArgumentException | UnsupportedOperationException ex) {
				form = form.withError("", String.valueOf(ex.getMessage()));
			}
		}
		return list(search, form, page, after);
	}

	private ClientPage find(ClientSearchForm search, @Nullable String after) {
		return (search.period() != null) ? this.directory.search(search.search(), search.period(), after, PAGE_SIZE)
				: this.directory.search(search.search(), after, PAGE_SIZE);
	}

	private Reply list(ClientSearchForm search, Form form, ClientPage page, @Nullable String after) {
		List<ClientRegistration> clients = page.clients();
		Map<String, ClientUse> uses = this.directory.uses(clients.stream().map(ClientRegistration::clientId).toList());
		return Reply.page(form.errors().isEmpty() ? 200 : 400, Section.CLIENTS, (output, frame) -> {
			ClientList list = new ClientList(clients, uses, form, !form.values().isEmpty(), this.usesKnown,
					(after != null) ? frame.to("/clients", search.parameters(null)) : null,
					(page.next() != null) ? frame.to("/clients", search.parameters(page.next())) : null);
			JteclientsGenerated.render(output, null, frame, list);
		});
	}

	private Reply show(ConsoleRequest request) {
		ClientRecord kept = this.directory.find(request.required("id"));
		if (kept == null) {
			throw RefusedException.notFound("No such client registered itself, or nothing is kept of it any more.");
		}
		return Reply.page(Section.CLIENTS, (output, frame) -> {
			List<Link> actions = ClientAction.of(kept.registration())
				.stream()
				.map((action) -> new Link(action.parameter(), action.title(),
						frame.to("/clients/act", "do", action.parameter(), "id", kept.clientId()), action.style()))
				.toList();
			JteclientGenerated.render(output, null, frame, new ClientDetails(kept, keys(kept.registration()),
					policyExists(kept.registration()), actions, this.clock.instant()));
		});
	}

	private boolean policyExists(@Nullable ClientRegistration registration) {
		String policy = (registration != null) ? registration.registrant().policy() : null;
		return policy == null || this.policies.exists(policy);
	}

	private static List<Map<String, String>> keys(@Nullable ClientRegistration registration) {
		Object jwks = (registration != null) ? registration.metadata().get("jwks") : null;
		if (!(jwks instanceof Map<?, ?> set) || !(set.get("keys") instanceof List<?> keys)) {
			return List.of();
		}
		return keys.stream().map(ClientPages::key).toList();
	}

	private static Map<String, String> key(Object key) {
		Map<String, String> members = new LinkedHashMap<>();
		if (key instanceof Map<?, ?> jwk) {
			KEY_MEMBERS.forEach((name) -> {
				if (jwk.get(name) instanceof String value) {
					members.put(name, value);
				}
			});
		}
		return members;
	}

}
