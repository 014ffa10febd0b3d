package io.github.opendcr.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.server.chain.TestServices;
import io.github.opendcr.server.client.DynamicClients;
import io.github.opendcr.storage.ClientStorage.StoredClient;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryTransactions;

import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;

/**
 * A storage in memory, and a constraint that takes part: it tells what it was asked, and
 * writes something that has to go with what it allowed.
 */
final class StorageInMemory implements RegistrationConstraint {

	static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	final InMemoryRegisteredClientRepository repository = new InMemoryRegisteredClientRepository(client("left-over"));

	final List<String> told = new ArrayList<>();

	final InMemoryClientRegistrationStore registrations;

	private final InMemoryTransactions transactions = new InMemoryTransactions();

	private final InMemoryOAuth2AuthorizationService authorizations = new InMemoryOAuth2AuthorizationService();

	final ClientStorage clients;

	StorageInMemory() {
		this.registrations = new InMemoryClientRegistrationStore(this.transactions);
		this.clients = over(this.repository);
	}

	/**
	 * Return a storage over another repository.
	 */
	ClientStorage over(RegisteredClientRepository repository) {
		return new ClientStorage(
				TestServices.of(repository, this.authorizations, new InMemoryOAuth2AuthorizationConsentService()),
				this.registrations, null, null, new RegistrationTransactions(this.transactions.operations(), null),
				null, List.of(this));
	}

	@Override
	public void onRegister(ClientRegistration registration) {
		tell("register");
	}

	@Override
	public void onUpdate(ClientRegistration before, ClientRegistration after) {
		tell("update-" + before.version() + "-" + after.version());
	}

	@Override
	public void onDelete(ClientRegistration registration) {
		tell("delete");
	}

	private void tell(String what) {
		this.told.add(what);
		this.registrations.insert(registration("trace-of-" + what));
	}

	boolean hasTraceOf(String what) {
		return this.registrations.findByClientId("trace-of-" + what) != null;
	}

	/**
	 * Insert a client to which something was granted.
	 */
	StoredClient insert(String id) {
		this.clients.insert(client(id), registration(id), List.of());
		grant(id);
		return new StoredClient(registration(id), client(id));
	}

	void grant(String id) {
		this.authorizations.save(OAuth2Authorization.withRegisteredClient(client(id))
			.id("of-" + id)
			.principalName("user")
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.attribute("state", id)
			.build());
	}

	boolean isGranted(String id) {
		return this.authorizations.findById("of-" + id) != null;
	}

	static RegistrationConstraint refusing() {
		return new RegistrationConstraint() {

			@Override
			public void onRegister(ClientRegistration registration) {
				throw RegistrationException.invalidMetadata("scope", "Refused");
			}

		};
	}

	static ClientRegistration registration(String id) {
		return new ClientRegistration(id, id, ClientMetadata.empty(), null, NOW, NOW, Registrant.ANONYMOUS, null,
				ClientStatus.ACTIVE, null);
	}

	/**
	 * Return the next version of a registration.
	 */
	static ClientRegistration after(ClientRegistration registration) {
		return registration.updated(ClientMetadata.empty(), null, NOW);
	}

	static RegisteredClient client(String id) {
		ClientSettings.Builder settings = ClientSettings.builder();
		DynamicClients.mark(settings, ClientStatus.ACTIVE, null);
		return RegisteredClient.withId(id)
			.clientId(id)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.clientSettings(settings.build())
			.build();
	}

}
