package io.github.opendcr.sample.playground;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How far a visitor has come: what a session holds. Immutable.
 *
 * @param client the client that the visitor registered, or {@code null} if there is none
 * @param login the login that is begun or can begin
 * @param code the code that came back from it, or {@code null}
 * @param redirectUri where it came back to, or {@code null}
 * @param accessToken the access token, or {@code null}
 * @param refreshToken the refresh token, or {@code null}
 * @param draft the metadata that the visitor last typed, or {@code null}
 * @param exchanges what was asked and answered, the newest first
 */
record Walkthrough(@Nullable TriedClient client, Login login, @Nullable String code, @Nullable String redirectUri,
		@Nullable String accessToken, @Nullable String refreshToken, @Nullable String draft, List<Exchange> exchanges) {

	private static final int REMEMBERED = 12;

	static Walkthrough begin() {
		return new Walkthrough(null, Login.begin(), null, null, null, null, null, List.of());
	}

	/**
	 * Return where the visitor stands after a step.
	 * @param step which it was
	 * @param exchange what was asked and answered
	 */
	Walkthrough after(Step step, Exchange exchange) {
		Walkthrough next = with(exchange);
		Map<String, Object> json = Objects.requireNonNullElse(exchange.reply().json(), Map.of());
		if (!exchange.reply().isSuccess()) {
			// A code counts once, whatever was the answer (RFC 6749 §4.1.2)
			return (step == Step.EXCHANGE) ? next.withLogin(Login.begin(), null, null) : next;
		}
		return switch (step) {
			case REGISTER -> new Walkthrough(TriedClient.registered(json), Login.begin(), null, null, null, null, null,
					next.exchanges);
			case READ, CHANGE, ADD_CALLBACK, NEW_TOKEN, NEW_SECRET -> next.withClient(json);
			case EXCHANGE -> next.withLogin(Login.begin(), null, null).withTokens(json);
			case REFRESH -> next.withTokens(json);
			case DELETE -> new Walkthrough(null, Login.begin(), null, null, null, null, null, next.exchanges);
			case CHECK, LOG_IN, CALL -> next;
		};
	}

	Walkthrough with(Exchange exchange) {
		List<Exchange> all = new ArrayList<>(List.of(exchange));
		all.addAll(this.exchanges.subList(0, Math.min(this.exchanges.size(), REMEMBERED - 1)));
		return new Walkthrough(this.client, this.login, this.code, this.redirectUri, this.accessToken,
				this.refreshToken, this.draft, List.copyOf(all));
	}

	Walkthrough withDraft(@Nullable String text) {
		return new Walkthrough(this.client, this.login, this.code, this.redirectUri, this.accessToken,
				this.refreshToken, text, this.exchanges);
	}

	/**
	 * Return where the visitor stands when the user has come back with a code, or without
	 * one, which the next login begins anew.
	 */
	Walkthrough withLogin(Login begun, @Nullable String newCode, @Nullable String uri) {
		return new Walkthrough(this.client, begun, newCode, uri, this.accessToken, this.refreshToken, this.draft,
				this.exchanges);
	}

	private Walkthrough withClient(Map<String, Object> json) {
		return new Walkthrough(Objects.requireNonNull(this.client).told(json), this.login, this.code, this.redirectUri,
				this.accessToken, this.refreshToken, this.draft, this.exchanges);
	}

	// RFC 6749 §6: without a new refresh token the one that is there goes on
	private Walkthrough withTokens(Map<String, Object> json) {
		String refreshed = TriedClient.text(json, "refresh_token");
		return new Walkthrough(this.client, this.login, this.code, this.redirectUri,
				TriedClient.text(json, "access_token"), (refreshed != null) ? refreshed : this.refreshToken, this.draft,
				this.exchanges);
	}

}
