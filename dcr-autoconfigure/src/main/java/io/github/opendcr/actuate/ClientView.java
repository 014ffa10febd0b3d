package io.github.opendcr.actuate;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.AdoptedClient;
import io.github.opendcr.ClientRegistration;

/**
 * A client as operators see it: all that is known of it, and nothing of its credentials.
 */
final class ClientView {

	private ClientView() {
	}

	/**
	 * Return a client that was adopted just now, with the token that it gets.
	 */
	static Map<String, Object> of(AdoptedClient adopted) {
		Map<String, Object> members = of(adopted.registration());
		putIfKnown(members, "registrationAccessToken", adopted.registrationAccessToken());
		return members;
	}

	static Map<String, Object> of(ClientRegistration registration) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("clientId", registration.clientId());
		members.put("status", registration.status().name().toLowerCase(Locale.ROOT));
		members.put("issuedAt", registration.issuedAt().toString());
		members.put("updatedAt", registration.updatedAt().toString());
		putIfKnown(members, "expiresAt", registration.expiresAt());
		putIfKnown(members, "registeredBy", registration.registrant().name());
		putIfKnown(members, "initialAccessToken", registration.registrant().initialAccessTokenId());
		putIfKnown(members, "policy", registration.registrant().policy());
		putIfKnown(members, "issuer", registration.issuer());
		members.put("metadata", registration.metadata().asMap());
		return members;
	}

	private static void putIfKnown(Map<String, Object> members, String name, @Nullable Object value) {
		if (value != null) {
			members.put(name, value.toString());
		}
	}

}
