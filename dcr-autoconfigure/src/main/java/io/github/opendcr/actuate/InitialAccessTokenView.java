package io.github.opendcr.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.token.InitialAccessToken;
import io.github.opendcr.token.IssuedInitialAccessToken;

/**
 * An initial access token as operators see it: only texts and numbers, so that no
 * application's JSON settings change it.
 */
final class InitialAccessTokenView {

	private InitialAccessTokenView() {
	}

	static Map<String, Object> of(IssuedInitialAccessToken issued) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("id", issued.token().id());
		members.put("token", new Secret(issued.value()));
		members.putAll(of(issued.token()));
		return members;
	}

	static Map<String, Object> of(InitialAccessToken token) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("id", token.id());
		putIfKnown(members, "note", token.note());
		putIfKnown(members, "policy", token.policy());
		putIfKnown(members, "issuer", token.issuer());
		putIfKnown(members, "issuedBy", token.issuedBy());
		members.put("issuedAt", token.issuedAt().toString());
		putIfKnown(members, "expiresAt", (token.expiresAt() != null) ? token.expiresAt().toString() : null);
		putIfKnown(members, "uses", token.uses());
		members.put("used", token.used());
		putIfKnown(members, "remainingUses", token.remainingUses());
		return members;
	}

	private static void putIfKnown(Map<String, Object> members, String name, @Nullable Object value) {
		if (value != null) {
			members.put(name, value);
		}
	}

}
