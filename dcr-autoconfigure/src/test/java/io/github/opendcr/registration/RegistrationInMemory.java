package io.github.opendcr.registration;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;

import io.github.opendcr.ClientCredentialsGenerator;
import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.Registrant;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.fetch.SourceBounds;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.metadata.ClientMetadataValidator;
import io.github.opendcr.policy.AllowedMetadataSettings;
import io.github.opendcr.policy.MemberSettings;
import io.github.opendcr.policy.PolicySettings;
import io.github.opendcr.policy.RedirectUriSettings;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.policy.RegistrationTerms;
import io.github.opendcr.secrets.StoredSecrets;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.chain.TestServices;
import io.github.opendcr.statement.SoftwareStatement;
import io.github.opendcr.statement.SoftwareStatementPrecedence;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.ClientStorage.StoredClient;
import io.github.opendcr.storage.RegistrationTransactions;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryStores;
import io.github.opendcr.store.InMemoryTransactions;
import io.github.opendcr.testkit.MutableClock;

import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * The straight line as a server has it, in memory and without the server. It believes
 * software statements to claim a {@code software_id}, their own text.
 */
final class RegistrationInMemory implements ObservationHandler<Observation.Context>, RegistrationConstraint {

	static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

	static final Duration GRACE = Duration.ofMinutes(5);

	static final Duration OVERLAP = Duration.ofHours(1);

	static final ClientMetadata REQUEST = ClientMetadata.of(Map.of("client_name", "Notes", "redirect_uris",
			List.of("https://client.example/callback"), "token_endpoint_auth_method", "client_secret_basic"));

	final MutableClock clock = new MutableClock(NOW.plusMillis(500));

	final InMemoryTransactions transactions = new InMemoryTransactions();

	final InMemoryClientRegistrationStore registrations = new InMemoryClientRegistrationStore(this.transactions);

	final List<Object> events = new ArrayList<>();

	final List<String> observed = new CopyOnWriteArrayList<>();

	/**
	 * What a constraint was asked about.
	 */
	final List<ClientRegistration> constrained = new ArrayList<>();

	final InMemoryOAuth2AuthorizationService authorizations = new InMemoryOAuth2AuthorizationService();

	final RegisteredClientRepository repository;

	final ClientStorage storage;

	final Credentials credentials;

	final RegistrationPolicies policies;

	final MetadataGrant grant;

	final ClientRegistrationService service;

	RegistrationInMemory(RegistrationTerms terms) {
		this(terms, GRACE);
	}

	RegistrationInMemory(RegistrationTerms terms, Duration grace) {
		this(terms, grace, null, new InMemoryRegisteredClientRepository(TestServices.client()));
	}

	RegistrationInMemory(RegistrationTerms terms, ClientCredentialsGenerator generator,
			RegisteredClientRepository repository) {
		this(terms, GRACE, generator, repository);
	}

	private RegistrationInMemory(RegistrationTerms terms, Duration grace, ClientCredentialsGenerator generator,
			RegisteredClientRepository repository) {
		this.repository = repository;
		AuthorizationServerServices services = TestServices.of(repository, this.authorizations,
				new InMemoryOAuth2AuthorizationConsentService());
		this.storage = new ClientStorage(services, this.registrations, null, null,
				new RegistrationTransactions(this.transactions.operations(), null), null, List.of(this));
		this.credentials = new Credentials(new RegistrationSettings(true, "dcr", null, true, grace, false, OVERLAP),
				(generator != null) ? generator : new SecureCredentialsGenerator(this.clock),
				new StoredSecrets(PasswordEncoderFactories.createDelegatingPasswordEncoder(), true, null), this.clock);
		this.policies = new RegistrationPolicies(new PolicySettings(MemberSettings.NONE,
				AllowedMetadataSettings.DEFAULT, RedirectUriSettings.DEFAULT, terms, null), Map.of());
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(this);
		this.grant = new MetadataGrant(new ClientMetadataValidator(new ClientMetadataCatalogue(List.of())),
				this.policies.metadataPolicies(), services, ClientUriFetcher.NONE, SourceBounds.USUAL, false,
				observations);
		this.service = new ClientRegistrationService(
				new SoftwareStatementPrecedence(
						(statement) -> new SoftwareStatement("https://issuer.example", null,
								ClientMetadata.of(Map.of("software_id", statement)), null),
						new InMemoryStores(this.transactions).softwareStatements()),
				this.grant, this.policies, this.credentials, List.of(), this.storage,
				new RegistrationEvents(this.events::add), observations, this.clock);
	}

	static RegistrationTerms terms() {
		return new RegistrationTerms(false, null, null, true, true);
	}

	ClientInformation register(ClientMetadata request) {
		return this.service.register(request, Registrant.ANONYMOUS);
	}

	StoredClient stored(ClientInformation information) {
		return this.storage.find(information.registration().clientId());
	}

	/**
	 * Grant something to a client.
	 */
	void grant(RegisteredClient client) {
		this.authorizations.save(OAuth2Authorization.withRegisteredClient(client)
			.id("granted")
			.principalName("user")
			.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
			.attribute("state", "state")
			.build());
	}

	boolean isGranted() {
		return this.authorizations.findById("granted") != null;
	}

	@Override
	public void onRegister(ClientRegistration registration) {
		if ("Refused".equals(registration.metadata().getClientName())) {
			throw RegistrationException.invalidMetadata("client_name", "Refused by a constraint");
		}
		this.constrained.add(registration);
	}

	@Override
	public void onStop(Observation.Context context) {
		context.getLowCardinalityKeyValues().forEach((value) -> this.observed.add(value.getValue()));
	}

	@Override
	public void onError(Observation.Context context) {
		this.observed.add("error");
	}

	@Override
	public void onScopeOpened(Observation.Context context) {
		this.observed.add("(");
	}

	@Override
	public void onScopeClosed(Observation.Context context) {
		this.observed.add(")");
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

}
