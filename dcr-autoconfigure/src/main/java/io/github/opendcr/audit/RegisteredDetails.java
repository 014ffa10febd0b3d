package io.github.opendcr.audit;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;

/**
 * What is written down of what a client registered: enough to know what it is, where it
 * sends its users, and what it may do.
 */
final class RegisteredDetails {

	private static final List<String> MEMBERS = List.of("client_name", "redirect_uris", "scope", "grant_types",
			"token_endpoint_auth_method", "software_id");

	private RegisteredDetails() {
	}

	static void addAll(AuditRecord.Builder line, ClientRegistration registration) {
		MEMBERS.forEach((member) -> add(line, registration.metadata(), member));
		line.with("source", registration.registrant().source().name().toLowerCase(Locale.ROOT))
			.with("policy", registration.registrant().policy())
			.with("initial_access_token", registration.registrant().initialAccessTokenId())
			.with("issuer", registration.issuer())
			.with("status", registration.status().name().toLowerCase(Locale.ROOT))
			.with("expires_at", registration.expiresAt());
	}

	/**
	 * Add the names of all members that changed, and what became of those that are
	 * written down.
	 */
	static void addChanges(AuditRecord.Builder line, ClientRegistration before, ClientRegistration after) {
		TreeSet<String> changed = new TreeSet<>(before.metadata().asMap().keySet());
		changed.addAll(after.metadata().asMap().keySet());
		changed.removeIf((member) -> Objects.equals(before.metadata().get(member), after.metadata().get(member)));
		line.with("changed", changed.isEmpty() ? "none" : String.join(",", changed));
		MEMBERS.stream().filter(changed::contains).forEach((member) -> add(line, after.metadata(), member));
	}

	private static void add(AuditRecord.Builder line, ClientMetadata metadata, String member) {
		Object value = metadata.get(member);
		line.with(member, (value instanceof Collection<?> values)
				? values.stream().map(String::valueOf).collect(Collectors.joining(" ")) : value);
	}

}
