package io.github.opendcr.server;

import java.time.Clock;
import java.util.Objects;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.subject.PairwiseSubjectGenerator;

import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.resource.OAuth2ResourceServerConfigurer;
import org.springframework.security.oauth2.core.OAuth2Token;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenGenerator;
import org.springframework.security.web.access.intercept.AuthorizationFilter;
import org.springframework.security.web.context.SecurityContextHolderFilter;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Fits the seams into one {@code SecurityFilterChain}, if it has an authorization server.
 * It is added before the application adds anything, so that its {@code init} comes before
 * the authorization server's and its {@code configure} after everyone's {@code init}.
 */
final class SeamConfigurer extends AbstractHttpConfigurer<SeamConfigurer, HttpSecurity> {

	private final SeamSettings settings;

	private final AuthorizationServerServices services;

	private final DynamicClientAuthentication authentication;

	private final @Nullable PairwiseSubjectGenerator subjects;

	private final AnonymousPushes pushes;

	private final Clock clock;

	private @Nullable RegisteredClientRepository repository;

	private @Nullable OAuth2AuthorizationService authorizationService;

	private @Nullable OAuth2AuthorizationConsentService consentService;

	private IdTokenKeys idTokenKeys = new IdTokenKeys(null);

	SeamConfigurer(SeamSettings settings, AuthorizationServerServices services,
			DynamicClientAuthentication authentication, @Nullable PairwiseSubjectGenerator subjects,
			AnonymousPushes pushes, Clock clock) {
		this.settings = settings;
		this.services = services;
		this.authentication = authentication;
		this.subjects = subjects;
		this.pushes = pushes;
		this.clock = clock;
	}

	@Override
	public void init(HttpSecurity http) {
		OAuth2AuthorizationServerConfigurer authorizationServer = http
			.getConfigurer(OAuth2AuthorizationServerConfigurer.class);
		if (authorizationServer == null) {
			return;
		}
		AuthorizationServerSettings serverSettings = sharedObjectOrBean(http, AuthorizationServerSettings.class);
		this.repository = sharedObjectOrBean(http, RegisteredClientRepository.class);
		this.authorizationService = sharedObjectOrBean(http, OAuth2AuthorizationService.class,
				InMemoryOAuth2AuthorizationService::new);
		this.consentService = sharedObjectOrBean(http, OAuth2AuthorizationConsentService.class,
				InMemoryOAuth2AuthorizationConsentService::new);
		AuthorizationAccess access = this.services.access(this.authorizationService,
				(service) -> AuthorizationAccess.select(service, sharedObject(http, ApplicationContext.class)));
		RegisteredClientRepository clients = this.services.clientsOf(this.repository);
		RegisteredClientRepository guarded = new GuardedClientRepository(clients, this.clock);
		http.setSharedObject(RegisteredClientRepository.class, guarded);
		OAuth2AuthorizationService guardedService = new GuardedAuthorizationService(this.authorizationService, access,
				clients, this.clock);
		http.setSharedObject(OAuth2AuthorizationService.class, guardedService);
		http.setSharedObject(OAuth2AuthorizationConsentService.class,
				new GuardedConsentService(this.consentService, access));
		authorizationServer.addObjectPostProcessor(new EndpointNotice(this.services));
		authorizationServer.addObjectPostProcessor(new SeamPostProcessor(this.settings, this.authentication,
				serverSettings, guarded, () -> ConsentModelUse.isIn(sharedObject(http, ApplicationContext.class))));
		authorizationServer.addObjectPostProcessor(new LoginPostProcessor(http,
				Endpoints.matcher(serverSettings, null, serverSettings.getAuthorizationEndpoint()),
				new AuthenticationRequests(guarded, new PushedRequests(guardedService)), this.clock));
		PublicClientConverter converter = new PublicClientConverter(guarded,
				Endpoints.matcher(serverSettings, HttpMethod.POST, serverSettings.getTokenEndpoint()),
				new OrRequestMatcher(
						Endpoints.matcher(serverSettings, HttpMethod.POST, serverSettings.getTokenRevocationEndpoint()),
						Endpoints.matcher(serverSettings, HttpMethod.POST,
								serverSettings.getPushedAuthorizationRequestEndpoint())));
		ClientCertificateConverter certificates = new ClientCertificateConverter(guarded);
		ClientAssertionConverter assertions = new ClientAssertionConverter(guarded);
		if (this.settings.pushedRequests()) { // off unless asked for
			authorizationServer.pushedAuthorizationRequestEndpoint(Customizer.withDefaults());
		}
		authorizationServer.clientAuthentication((clientAuthentication) -> clientAuthentication
			.authenticationConverter(new ContradictionConverter(guarded))
			.authenticationConverter(converter)
			.authenticationConverter(certificates)
			.authenticationConverter(assertions)
			.authenticationProvider(new PublicClientProvider()));
		TokenGenerators tokenGenerators = TokenGenerators.of(http);
		tokenGenerators.requireClaims(this.subjects);
		this.idTokenKeys = tokenGenerators.idTokenKeys();
		http.authenticationProvider(new EarlierIdTokenProvider(guardedService, this.repository, this.idTokenKeys));
		authorizationServer
			.addObjectPostProcessor(new OpenIdPostProcessor(clients, this.idTokenKeys, this.subjects != null));
		OAuth2TokenGenerator<? extends OAuth2Token> tokenGenerator = tokenGenerators.whole();
		if (this.settings.refreshTokensForPublicClients()) {
			tokenGenerator = new PublicClientTokenGenerator(tokenGenerator, this.clock);
		}
		http.setSharedObject(OAuth2TokenGenerator.class, new RequiringTokenGenerator(tokenGenerator));
	}

	@Override
	public void configure(HttpSecurity http) {
		OAuth2AuthorizationServerConfigurer authorizationServer = http
			.getConfigurer(OAuth2AuthorizationServerConfigurer.class);
		if (authorizationServer == null || this.repository == null || this.authorizationService == null
				|| this.consentService == null) {
			if (authorizationServer != null) {
				throw new IllegalStateException("The authorization server was added to its SecurityFilterChain while "
						+ "that was being initialized. Dynamic client registration needs it to be added before: "
						+ "call HttpSecurity.oauth2AuthorizationServer(...) in the @Bean method of the chain, not in "
						+ "a configurer's init method.");
			}
			return;
		}
		AuthorizationServerSettings serverSettings = sharedObject(http, AuthorizationServerSettings.class);
		AuthorizationServerServices.Server server = new AuthorizationServerServices.Server(this.repository,
				this.authorizationService, this.consentService, serverSettings, this.idTokenKeys,
				authorizationServer.getEndpointsMatcher());
		this.services.add(server);
		acceptBoundTokens(http);
		RequestMatcher endpointsOfClients = Endpoints.ofClients(serverSettings);
		http.addFilterAfter(new ClientAuthorizationHeader(endpointsOfClients), SecurityContextHolderFilter.class)
			.addFilterAfter(new SingleParameters(endpointsOfClients), SecurityContextHolderFilter.class)
			.addFilterBefore(new ClientGate(endpointsOfClients, this.services.clientsOf(this.repository), this.clock),
					AuthorizationFilter.class)
			.addFilterBefore(
					new AnonymousPushFilter(Endpoints.matcher(serverSettings, HttpMethod.POST,
							serverSettings.getPushedAuthorizationRequestEndpoint()), this.pushes),
					AuthorizationFilter.class);
		if (!this.settings.allowedOrigins().isEmpty()) {
			http.addFilterBefore(new CrossOrigin(this.settings.allowedOrigins()).headers(server),
					SecurityContextHolderFilter.class);
		}
	}

	// The UserInfo endpoint refuses them otherwise
	@SuppressWarnings("unchecked")
	private static void acceptBoundTokens(HttpSecurity http) {
		OAuth2ResourceServerConfigurer<HttpSecurity> userInfo = http
			.getConfigurer(OAuth2ResourceServerConfigurer.class);
		if (userInfo != null) {
			userInfo.dPoP(Customizer.withDefaults());
		}
	}

	// As Spring chooses it
	private static <T> T sharedObjectOrBean(HttpSecurity http, Class<T> type, Supplier<T> fallback) {
		T object = http.getSharedObject(type);
		return (object != null) ? object
				: sharedObject(http, ApplicationContext.class).getBeanProvider(type).getIfUnique(fallback);
	}

	private static <T> T sharedObjectOrBean(HttpSecurity http, Class<T> type) {
		T object = http.getSharedObject(type);
		return (object != null) ? object
				: sharedObject(http, ApplicationContext.class).getBeanProvider(type).getObject();
	}

	private static <T> T sharedObject(HttpSecurity http, Class<T> type) {
		return Objects.requireNonNull(http.getSharedObject(type), type::getName);
	}

}
