package io.github.opendcr.console;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

import io.github.opendcr.console.template.JteconfirmationGenerated;
import io.github.opendcr.console.template.JtesecretGenerated;
import io.github.opendcr.console.template.JtetokenFormGenerated;
import io.github.opendcr.console.template.JtetokensGenerated;
import io.github.opendcr.console.view.Confirmation;
import io.github.opendcr.console.view.Form;
import io.github.opendcr.console.view.Secret;
import io.github.opendcr.console.view.Section;
import io.github.opendcr.console.view.TokenList;
import io.github.opendcr.console.view.Words;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.token.InitialAccessToken;
import io.github.opendcr.token.InitialAccessTokens;
import io.github.opendcr.token.IssuedInitialAccessToken;

/**
 * The initial access tokens.
 *
 * @since 0.1.0
 */
public final class TokenPages extends Pages {

	private static final int PAGE_SIZE = 50;

	private final InitialAccessTokens tokens;

	private final RegistrationPolicies policies;

	private final Clock clock;

	/**
	 * Create the pages.
	 * @param tokens the tokens
	 * @param policies the policies that they can be for
	 * @param clock what time it is
	 */
	public TokenPages(InitialAccessTokens tokens, RegistrationPolicies policies, Clock clock) {
		this.tokens = tokens;
		this.policies = policies;
		this.clock = clock;
	}

	@Override
	void addTo(Routes routes) {
		routes.get("/tokens", this::list);
		routes.get("/tokens/issue", (request) -> form(200, request, TokenForm.EMPTY));
		routes.post("/tokens/issue", this::issue);
		routes.get("/tokens/revoke", this::askToRevoke);
		routes.post("/tokens/revoke", this::revoke);
	}

	private Reply list(ConsoleRequest request) {
		String after = request.parameter("after");
		List<InitialAccessToken> page = this.tokens.list(after, PAGE_SIZE);
		return Reply.page(Section.TOKENS, (output, frame) -> {
			String next = (page.size() == PAGE_SIZE) ? frame.to("/tokens", "after", page.get(PAGE_SIZE - 1).id())
					: null;
			JtetokensGenerated.render(output, null, frame,
					new TokenList(page, (after != null) ? frame.to("/tokens") : null, next, this.clock.instant()));
		});
	}

	private Reply form(int status, ConsoleRequest request, Form form) {
		SortedSet<String> names = new TreeSet<>();
		this.policies.forEach((name, settings) -> {
			if (name != null) {
				names.add(name);
			}
		});
		String ticket = request.ticket();
		return Reply.page(status, Section.TOKENS,
				(output, frame) -> JtetokenFormGenerated.render(output, null, frame, form, names, ticket));
	}

	private Reply issue(ConsoleRequest request) {
		request.takeTicket();
		TokenForm form = new TokenForm(request);
		try {
			IssuedInitialAccessToken issued = this.tokens.issue(form.terms());
			return Reply.page(Section.TOKENS,
					(output, frame) -> JtesecretGenerated.render(output, null, frame,
							new Secret("A new initial access token", "Initial access token", issued.value(),
									about(issued.token()), frame.to("/tokens"), "all tokens")));
		}
		catch (IllegalArgumentException ex) {
			return form(400, request, form.withError(ex));
		}
	}

	private static Map<String, String> about(InitialAccessToken token) {
		Map<String, String> about = new LinkedHashMap<>();
		about.put("Id", token.id());
		about.put("Note", (token.note() != null) ? token.note() : "–");
		about.put("Registers", (token.uses() != null) ? token.uses() + " client(s)" : "any number of clients");
		about.put("Until", (token.expiresAt() != null) ? Words.time(token.expiresAt()) + " UTC" : "revoked");
		about.put("Policy", (token.policy() != null) ? token.policy() : "everyone’s");
		return about;
	}

	private InitialAccessToken token(ConsoleRequest request) {
		InitialAccessToken token = this.tokens.find(request.required("id"));
		if (token == null) {
			throw RefusedException.notFound("There is no such token, or not any more.");
		}
		return token;
	}

	private Reply askToRevoke(ConsoleRequest request) {
		InitialAccessToken token = token(request);
		return Reply.page(Section.TOKENS,
				(output, frame) -> JteconfirmationGenerated.render(output, null, frame,
						new Confirmation("Revoke this initial access token?",
								"Nobody registers clients with it any more. Clients that were registered with it stay.",
								about(token), Map.of("id", token.id()), Form.EMPTY, false, "Revoke", true,
								frame.to("/tokens/revoke"), frame.to("/tokens"))));
	}

	private Reply revoke(ConsoleRequest request) {
		InitialAccessToken token = token(request);
		if (!this.tokens.revoke(token.id(), request.user())) {
			throw RefusedException.notFound("There is no such token any more.");
		}
		return Reply.done("revoke", "/tokens");
	}

}
