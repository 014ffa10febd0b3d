package io.github.opendcr.server.authentication;

import java.time.Clock;

import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.fetch.SourceBounds;
import io.github.opendcr.keys.ClientKeys;
import io.github.opendcr.secrets.StoredSecrets;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryTransactions;

import org.springframework.security.crypto.factory.PasswordEncoderFactories;

/**
 * The authentication of a server whose clients have no keys.
 */
public final class TestClientAuthentication {

	private TestClientAuthentication() {
	}

	public static DynamicClientAuthentication withoutKeys() {
		InMemoryClientRegistrationStore registrations = new InMemoryClientRegistrationStore(new InMemoryTransactions());
		return new DynamicClientAuthentication(() -> registrations,
				new ClientKeys(ClientUriFetcher.NONE, SourceBounds.USUAL),
				new StoredSecrets(PasswordEncoderFactories.createDelegatingPasswordEncoder(), true, null), null,
				Clock.systemUTC());
	}

}
