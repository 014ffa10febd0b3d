package io.github.opendcr.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientLifecycle.Adopted;
import io.github.opendcr.ClientPage;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.OperatorAction;
import io.github.opendcr.lifecycle.ClientDirectory;
import io.github.opendcr.lifecycle.ClientRecord;
import io.github.opendcr.use.ClientUse;

/**
 * A client as operators see it: all that is known of it, and nothing of its credentials
 * but a token that is made at that moment.
 */
final class ClientView {

	private ClientView() {
	}

	static Map<String, Object> of(ClientPage page, ClientDirectory directory) {
		Map<String, ClientUse> uses = directory
			.uses(page.clients().stream().map(ClientRegistration::clientId).toList());
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("clients",
				page.clients().stream().map((client) -> of(client, uses.get(client.clientId()))).toList());
		putIfKnown(members, "next", page.next());
		return members;
	}

	static Map<String, Object> of(ClientRegistration registration, ClientDirectory directory) {
		String clientId = registration.clientId();
		Map<String, Object> members = of(registration, directory.uses(List.of(clientId)).get(clientId));
		members.put("actions", actions(directory.actions(clientId)));
		return members;
	}

	/**
	 * Return a client that was adopted just now, with the token that it gets.
	 */
	static Map<String, Object> of(Adopted adopted) {
		Map<String, Object> members = of(adopted.registration(), (ClientUse) null);
		if (adopted.registrationAccessToken() != null) {
			members.put("registrationAccessToken", new Secret(adopted.registrationAccessToken()));
		}
		return members;
	}

	static Map<String, Object> ofToken(String clientId, String token) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("clientId", clientId);
		members.put("registrationAccessToken", new Secret(token));
		return members;
	}

	static Map<String, Object> of(ClientRecord kept) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("clientId", kept.clientId());
		if (kept.registration() != null) {
			members.putAll(of(kept.registration(), kept.use()));
			members.put("hasRegistrationAccessToken", kept.registration().registrationAccessToken() != null);
			members.put("grants", new LinkedHashMap<>(kept.grants()));
		}
		members.put("actions", actions(kept.actions()));
		return members;
	}

	static List<Map<String, Object>> actions(List<OperatorAction> actions) {
		return actions.stream().map((action) -> {
			Map<String, Object> members = new LinkedHashMap<>();
			members.put("action", action.kind().name().toLowerCase(Locale.ROOT));
			members.put("at", action.at().toString());
			putIfKnown(members, "by", action.by());
			putIfKnown(members, "reason", action.reason());
			return members;
		}).toList();
	}

	private static Map<String, Object> of(ClientRegistration registration, @Nullable ClientUse use) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("clientId", registration.clientId());
		members.put("status", registration.status().name().toLowerCase(Locale.ROOT));
		members.put("issuedAt", registration.issuedAt().toString());
		members.put("updatedAt", registration.updatedAt().toString());
		putIfKnown(members, "expiresAt", registration.expiresAt());
		putIfKnown(members, "firstUsedAt", (use != null) ? use.firstUsedAt() : null);
		putIfKnown(members, "lastUsedAt", (use != null) ? use.lastUsedAt() : null);
		putIfKnown(members, "registeredBy", registration.registrant().name());
		putIfKnown(members, "initialAccessToken", registration.registrant().initialAccessTokenId());
		putIfKnown(members, "policy", registration.registrant().policy());
		putIfKnown(members, "issuer", registration.issuer());
		members.put("metadata", registration.metadata().asMap());
		if (!registration.asked().asMap().isEmpty()) {
			members.put("asked", registration.asked().asMap());
		}
		return members;
	}

	private static void putIfKnown(Map<String, Object> members, String name, @Nullable Object value) {
		if (value != null) {
			members.put(name, value.toString());
		}
	}

}
