package io.github.opendcr.console;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What is said on the page that follows once something was done. A URL names one of these
 * sentences, so that no link makes the console say anything else.
 */
final class Notice {

	private static final Map<String, String> SENTENCES = Map.ofEntries(
			Map.entry("approve", "The client is approved and may be used."),
			Map.entry("reject", "The client is rejected and gone."),
			Map.entry("disable", "The client is disabled, and all that was granted to it is gone."),
			Map.entry("enable", "The client may be used again."),
			Map.entry("delete", "The client is deleted, with all that was granted to it."),
			Map.entry("revoke-token", "The client's registration access token is void."),
			Map.entry("revoke", "The initial access token is revoked."),
			Map.entry("withdraw", "Trust is withdrawn, and the clients that came by it are disabled."),
			Map.entry("reinstate", "The statements are accepted again. Clients that were disabled stay so."),
			Map.entry("refresh", "The document was fetched, and the client is as it says now."),
			Map.entry("deny", "The URL is denied, and its client is gone."),
			Map.entry("permit", "The URL is no longer denied."));

	private Notice() {
	}

	static @Nullable String of(String name) {
		return SENTENCES.get(name);
	}

}
