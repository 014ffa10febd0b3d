package io.github.opendcr.web;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.keys.Sha256;
import io.github.opendcr.registration.ClientInformation;
import io.github.opendcr.storage.ClientStorage.StoredClient;

/**
 * The strong entity tag of a client (RFC 9110 §8.8.3): another one for each version of
 * it. The time is part of it, since a database that was restored counts versions anew.
 */
final class EntityTag {

	private EntityTag() {
	}

	static String of(ClientInformation information) {
		return of(information.registration(), information.clientSecretExpiresAt());
	}

	static String of(StoredClient client) {
		return of(client.registration(), (client.client() != null) ? client.client().getClientSecretExpiresAt() : null);
	}

	private static String of(ClientRegistration registration, @Nullable Instant secretExpiresAt) {
		return '"' + Sha256
			.of(registration.clientId() + ' ' + registration.version() + ' ' + registration.updatedAt().toEpochMilli()
					+ ' ' + ((secretExpiresAt != null) ? secretExpiresAt.getEpochSecond() : 0))
				+ '"';
	}

}
