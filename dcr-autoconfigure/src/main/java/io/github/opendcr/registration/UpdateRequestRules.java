package io.github.opendcr.registration;

import java.util.List;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * What RFC 7592 §2.2 demands of an update request beyond its metadata.
 */
final class UpdateRequestRules {

	private static final List<String> FORBIDDEN = List.of("registration_access_token", "registration_client_uri",
			"client_secret_expires_at", "client_id_issued_at");

	private final ClientSecrets secrets;

	UpdateRequestRules(ClientSecrets secrets) {
		this.secrets = secrets;
	}

	static void checkStatus(ClientRegistration registration) {
		if (registration.status() == ClientStatus.DISABLED) {
			throw new RegistrationException(RegistrationError.ACCESS_DENIED,
					"This client is disabled and can't be updated; ask the operator of this server to activate it");
		}
	}

	void check(ClientMetadata request, ClientRegistration registration, RegisteredClient client) {
		for (String member : FORBIDDEN) {
			if (request.has(member)) {
				throw RegistrationException.invalidMetadata(member,
						"An update must not contain " + member + "; leave it out");
			}
		}
		if (!registration.clientId().equals(request.get("client_id"))) {
			throw RegistrationException.invalidMetadata("client_id",
					"An update must contain the client_id that was issued to the client");
		}
		Object secret = request.get("client_secret");
		if (secret != null && !(secret instanceof String text && this.secrets.matches(text, client))) {
			throw RegistrationException.invalidMetadata("client_secret",
					"client_secret must be the current one or be left out; a client can't choose its secret");
		}
	}

}
