package io.github.opendcr.registration;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientLifecycle.Adopted;
import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.policy.RegistrationTerms;
import io.github.opendcr.registration.Credentials.Token;
import io.github.opendcr.storage.UnregisteredClients;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * Gives a client that exists a registration, as if it had registered itself as what it
 * is. Its identifiers, its secret and its settings stay; what is required of every client
 * is required of it from then on. Safe for use by several threads and processes: of
 * several that adopt one client at the same time, one does.
 *
 * @since 0.1.0
 */
public final class ClientAdoption {

	private static final int ATTEMPTS = 10;

	private final MetadataGrant metadataGrant;

	private final RegistrationPolicies policies;

	private final Credentials credentials;

	private final UnregisteredClients clients;

	private final Clock clock;

	/**
	 * Create an instance.
	 * @param metadataGrant judges metadata
	 * @param policies on which terms clients are let in
	 * @param credentials makes registration access tokens
	 * @param clients the clients that there are
	 * @param clock what time it is
	 */
	public ClientAdoption(MetadataGrant metadataGrant, RegistrationPolicies policies, Credentials credentials,
			UnregisteredClients clients, Clock clock) {
		this.metadataGrant = metadataGrant;
		this.policies = policies;
		this.credentials = credentials;
		this.clients = clients;
		this.clock = clock;
	}

	/**
	 * Adopt a client.
	 * @param clientId its {@code client_id}
	 * @param registrant who answers for it from now on, and under which policy
	 * @param also what is written with it
	 * @return its registration and its token, or {@code null} if there is no such client
	 * @throws IllegalStateException if it has a registration already
	 * @throws io.github.opendcr.RegistrationException if what it is can't be registered,
	 * or a quota is full; nothing is changed then
	 */
	public @Nullable Adopted adopt(String clientId, Registrant registrant, Runnable also) {
		for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
			RegisteredClient found = this.clients.find(clientId);
			if (found == null) {
				return null;
			}
			Adopted adopted = adopt(found, registrant, also);
			if (adopted != null) {
				return adopted;
			}
		}
		throw new ConcurrencyFailureException("The client " + clientId + " is being changed by others; try again");
	}

	private @Nullable Adopted adopt(RegisteredClient found, Registrant registrant, Runnable also) {
		ClientMetadata metadata = this.metadataGrant.adopt(AdoptedMetadata.of(found));
		RegistrationTerms terms = this.policies.of(registrant).terms();
		Instant now = this.clock.instant().truncatedTo(ChronoUnit.SECONDS);
		Token token = this.credentials.token(null, now);
		ClientRegistration registration = new ClientRegistration(found.getClientId(), found.getId(), metadata,
				token.stored(), Objects.requireNonNullElse(found.getClientIdIssuedAt(), now), now, registrant, null,
				ClientStatus.ACTIVE, (terms.clientTimeToLive() != null) ? now.plus(terms.clientTimeToLive()) : null);
		try {
			return this.clients.adopt(found, granted(found, registration, terms), registration, also)
					? new Adopted(registration, token.value()) : null;
		}
		catch (DuplicateKeyException ex) {
			throw new IllegalStateException("The client " + found.getClientId() + " has a registration already", ex);
		}
	}

	private static RegisteredClient granted(RegisteredClient found, ClientRegistration registration,
			RegistrationTerms terms) {
		ClientSettings.Builder client = ClientSettings.withSettings(found.getClientSettings().getSettings());
		TokenSettings.Builder tokens = TokenSettings.withSettings(found.getTokenSettings().getSettings());
		GrantedSettings.write(registration, terms, found.getClientAuthenticationMethods(), client, tokens);
		return RegisteredClient.from(found).clientSettings(client.build()).tokenSettings(tokens.build()).build();
	}

}
