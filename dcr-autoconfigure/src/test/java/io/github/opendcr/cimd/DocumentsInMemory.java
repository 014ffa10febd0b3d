package io.github.opendcr.cimd;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientMetadataDocument;
import io.github.opendcr.ClientMetadataDocumentStore;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.OperatorActionStore;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.cimd.DocumentAdmission.Decision;
import io.github.opendcr.cimd.DocumentSettings.Budget;
import io.github.opendcr.cimd.DocumentSettings.Freshness;
import io.github.opendcr.fetch.ClientUriFetcher;
import io.github.opendcr.fetch.FetchRequest;
import io.github.opendcr.fetch.FetchResult;
import io.github.opendcr.fetch.FetchSettings;
import io.github.opendcr.fetch.SourceBounds;
import io.github.opendcr.lifecycle.StoredClientLifecycle;
import io.github.opendcr.metadata.ClientMetadataCatalogue;
import io.github.opendcr.metadata.ClientMetadataValidator;
import io.github.opendcr.policy.PolicySettings;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.registration.ClientRegistrationService;
import io.github.opendcr.registration.Credentials;
import io.github.opendcr.registration.MetadataGrant;
import io.github.opendcr.registration.OperatorRecords;
import io.github.opendcr.registration.RegistrationEvents;
import io.github.opendcr.registration.RegistrationSettings;
import io.github.opendcr.registration.SecureCredentialsGenerator;
import io.github.opendcr.secrets.StoredSecrets;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.chain.TestServices;
import io.github.opendcr.server.client.ClientUnavailableException;
import io.github.opendcr.server.client.DocumentResolution.Caller;
import io.github.opendcr.server.discovery.IssuerContexts;
import io.github.opendcr.statement.SoftwareStatementPrecedence;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.ClientStorage.StoredClient;
import io.github.opendcr.storage.RegistrationTransactions;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryStores;
import io.github.opendcr.store.InMemoryTransactions;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.MutableClock;

import org.springframework.security.crypto.factory.PasswordEncoderFactories;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Clients of documents as a server has them, in memory, without the server and without
 * the network: hosts answer what a test says.
 */
final class DocumentsInMemory
		implements RegisteredClientRepository, ClientUriFetcher, ObservationHandler<Observation.Context> {

	static final String URL = "https://client.example/c";

	static final Caller USER = new Caller("user", true);

	static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

	static final Duration FRESH = Duration.ofMinutes(10);

	static final Duration MAX_STALE = Duration.ofHours(2);

	static final int MAX_CLIENTS = 3;

	final MutableClock clock = new MutableClock(START);

	final InMemoryStores stores = new InMemoryStores(new InMemoryTransactions());

	final ClientMetadataDocumentStore documents = this.stores.documents();

	final InMemoryClientRegistrationStore registrations = new InMemoryClientRegistrationStore(
			this.stores.transactions());

	final OperatorActionStore actions = this.stores.operatorActions();

	final LinkedBlockingQueue<Object> events = new LinkedBlockingQueue<>();

	final List<FetchRequest> requests = new CopyOnWriteArrayList<>();

	final List<String> observed = new CopyOnWriteArrayList<>();

	final Map<String, Decision> decisions = new HashMap<>();

	final RegistrationPolicies policies = new RegistrationPolicies(PolicySettings.DEFAULT,
			Map.of("usual", PolicySettings.DEFAULT, "other", PolicySettings.DEFAULT));

	final ObservationRegistry observations = ObservationRegistry.create();

	final RegistrationEvents publisher = new RegistrationEvents(this.events::add);

	final ClientStorage storage;

	final ClientLifecycle lifecycle;

	final DocumentFetcher fetcher;

	final DocumentNegotiation negotiation;

	final DocumentClients clients;

	private final InMemoryOAuth2AuthorizationConsentService consents = new InMemoryOAuth2AuthorizationConsentService();

	private final Map<String, Function<FetchRequest, FetchResult>> hosts = new HashMap<>();

	private RegisteredClientRepository repository = new InMemoryRegisteredClientRepository(TestServices.client());

	DocumentsInMemory() {
		this.observations.observationConfig().observationHandler(this);
		this.storage = storage(this.repository);
		this.lifecycle = lifecycle(this.storage);
		this.fetcher = new DocumentFetcher(this,
				new DocumentSettings(new FetchSettings(Set.of(), true, Duration.ofSeconds(5), DataSize.ofKilobytes(5)),
						new Freshness(FRESH, FRESH, FRESH), new Budget(null, null, null)),
				List.of(), this.events::add, ObservationRegistry.NOOP, this.clock);
		ClientMetadataValidator validator = new ClientMetadataValidator(new ClientMetadataCatalogue(List.of()));
		MetadataGrant grant = new MetadataGrant(validator, this.policies.metadataPolicies(), services(this),
				ClientUriFetcher.NONE, SourceBounds.USUAL, false, ObservationRegistry.NOOP);
		SoftwareStatementPrecedence statements = new SoftwareStatementPrecedence((statement) -> {
			throw new RegistrationException(RegistrationError.TEMPORARILY_UNAVAILABLE, "software_statement",
					"Its keys can't be had");
		}, this.stores.softwareStatements());
		this.negotiation = new DocumentNegotiation(validator, statements, this.policies, grant::grant,
				DocumentAuthentication.AS_PUBLISHED);
		Credentials credentials = new Credentials(
				new RegistrationSettings(true, "dcr", null, true, Duration.ZERO, false, Duration.ZERO),
				new SecureCredentialsGenerator(this.clock),
				new StoredSecrets(PasswordEncoderFactories.createDelegatingPasswordEncoder(), true, null), this.clock);
		LastGoodCopy copy = new LastGoodCopy(MAX_STALE);
		ClientRegistrationService service = new ClientRegistrationService(statements, grant, this.policies, credentials,
				List.of(), this.storage, this.publisher, ObservationRegistry.NOOP, this.clock);
		this.clients = new DocumentClients(this::judge, this.documents, () -> this,
				new DocumentRegistration(this.fetcher, this.negotiation, service, this.storage, this.documents,
						() -> this, copy, MAX_CLIENTS, this.clock),
				copy, "usual", () -> 100, this.observations, this.clock);
	}

	private AuthorizationServerServices services(RegisteredClientRepository repository) {
		return TestServices.of(repository, new InMemoryOAuth2AuthorizationService(), this.consents);
	}

	ClientStorage storage(RegisteredClientRepository repository) {
		return new ClientStorage(services(repository), this.registrations, null, null,
				new RegistrationTransactions(this.stores.transactions().operations(), null), null,
				List.of(DocumentDirectory.forgetting(this.documents)));
	}

	ClientLifecycle lifecycle(ClientStorage storage) {
		return new StoredClientLifecycle(this.registrations, storage,
				new IssuerContexts("/oauth2/register", new AuthorizationServerServices()), this.publisher,
				ObservationRegistry.NOOP, null, null, null, this.actions, this.clock);
	}

	OperatorRecords records() {
		return new OperatorRecords(this.actions, this.publisher, this.clock);
	}

	Decision judge(String url) {
		return this.decisions.getOrDefault(url, Decision.admit(null));
	}

	/**
	 * Let a host answer from now on.
	 */
	void serve(String url, Function<FetchRequest, FetchResult> host) {
		this.hosts.put(url, host);
	}

	void serve(String url, FetchResult answer) {
		serve(url, (request) -> answer);
	}

	/**
	 * Let a host answer with the document of a client, or that it is what it was.
	 */
	void serveClient(String url, String name) {
		serve(url, (request) -> "\"one\"".equals(request.entityTag()) ? new FetchResult.NotModified(null)
				: new FetchResult.Document(client(url, name), "\"one\"", null));
	}

	static String client(String url, String name) {
		return Answer.write(Map.of("client_id", url, "client_name", name, "redirect_uris",
				List.of("https://client.example/callback")));
	}

	static RegisteredClient configured(String clientId) {
		return RegisteredClient.withId("configured")
			.clientId(clientId)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.build();
	}

	/**
	 * Require that something is refused, and counted as that.
	 */
	void assertRefused(String decision, ThrowingCallable call) {
		this.observed.clear();
		assertThatExceptionOfType(ClientUnavailableException.class).isThrownBy(call);
		assertThat(this.observed).containsExactly("dcr.cimd.admission " + decision);
	}

	/**
	 * Make a client.
	 */
	void make(String url) {
		serveClient(url, "Notes");
		this.clients.refresh(url);
	}

	/**
	 * Grant something to a client.
	 */
	void grant(String url) {
		String id = Objects.requireNonNull(findByClientId(url)).getId();
		this.consents.save(OAuth2AuthorizationConsent.withId(id, "user").scope("openid").build());
	}

	ClientRegistration registration(String url) {
		return this.registrations.findByClientId(url);
	}

	ClientMetadataDocument document(String url) {
		return this.documents.find(url);
	}

	StoredClient stored(String url) {
		return this.storage.find(url);
	}

	@Override
	public void check(URI uri) {
	}

	@Override
	public FetchResult fetch(FetchRequest request) {
		this.requests.add(request);
		return this.hosts.get(request.uri().toString()).apply(request);
	}

	/**
	 * Let the server have another repository from now on.
	 */
	void replaceRepository(RegisteredClientRepository repository) {
		this.repository = repository;
	}

	@Override
	public void save(RegisteredClient client) {
		this.repository.save(client);
	}

	@Override
	public RegisteredClient findById(String id) {
		return this.repository.findById(id);
	}

	@Override
	public @Nullable RegisteredClient findByClientId(String clientId) {
		return this.repository.findByClientId(clientId);
	}

	@Override
	public void onStop(Observation.Context context) {
		context.getLowCardinalityKeyValues()
			.forEach((value) -> this.observed.add(context.getName() + " " + value.getValue()));
	}

	@Override
	public void onError(Observation.Context context) {
		this.observed.add(context.getName() + " error");
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return true;
	}

	/**
	 * A repository of which nobody knows how to delete.
	 */
	static class OwnRepository implements RegisteredClientRepository {

		private final RegisteredClientRepository clients;

		OwnRepository(RegisteredClientRepository clients) {
			this.clients = clients;
		}

		@Override
		public void save(RegisteredClient client) {
			this.clients.save(client);
		}

		@Override
		public RegisteredClient findById(String id) {
			return this.clients.findById(id);
		}

		@Override
		public RegisteredClient findByClientId(String clientId) {
			return this.clients.findByClientId(clientId);
		}

	}

}
