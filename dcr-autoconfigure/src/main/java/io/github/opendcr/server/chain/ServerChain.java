package io.github.opendcr.server.chain;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.ObjectPostProcessor;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.oauth2.server.authorization.OAuth2AuthorizationServerConfigurer;
import org.springframework.security.oauth2.jwt.JwtEncoder;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * The chain of one authorization server while it is being built, as a {@link Seam} sees
 * it.
 *
 * @since 0.1.0
 */
public final class ServerChain {

	private final HttpSecurity http;

	private final OAuth2AuthorizationServerConfigurer server;

	private final AuthorizationServerSettings settings;

	private final RegisteredClientRepository repository;

	private final RegisteredClientRepository clients;

	private final OAuth2AuthorizationService authorizationService;

	private final OAuth2AuthorizationConsentService consentService;

	private final IdTokenKeys idTokenKeys;

	private final List<Consumer<Object>> adaptations = new ArrayList<>();

	private final List<Runnable> onceInitialized = new ArrayList<>();

	ServerChain(HttpSecurity http, OAuth2AuthorizationServerConfigurer server, AuthorizationServerServices services,
			Clock clock) {
		this.http = http;
		this.server = server;
		this.settings = get(AuthorizationServerSettings.class);
		this.repository = get(RegisteredClientRepository.class);
		this.clients = services.clientsOf(this.repository);
		http.setSharedObject(RegisteredClientRepository.class, new GuardedClientRepository(this.clients, clock));
		this.authorizationService = Objects.requireNonNullElseGet(find(OAuth2AuthorizationService.class),
				InMemoryOAuth2AuthorizationService::new);
		this.consentService = Objects.requireNonNullElseGet(find(OAuth2AuthorizationConsentService.class),
				InMemoryOAuth2AuthorizationConsentService::new);
		this.idTokenKeys = IdTokenKeys.of(find(JwtEncoder.class), find(JWKSource.class));
		server.addObjectPostProcessor(new ObjectPostProcessor<Object>() {
			@Override
			public <O> O postProcess(O part) {
				ServerChain.this.adaptations.forEach((adaptation) -> adaptation.accept(part));
				return part;
			}
		});
	}

	/**
	 * Return what builds the chain.
	 * @return the builder
	 */
	public HttpSecurity http() {
		return this.http;
	}

	/**
	 * Return the authorization server, which isn't initialized yet.
	 * @return its configurer
	 */
	public OAuth2AuthorizationServerConfigurer server() {
		return this.server;
	}

	/**
	 * Return the beans of the application.
	 * @return the application context
	 */
	public ApplicationContext context() {
		return Objects.requireNonNull(this.http.getSharedObject(ApplicationContext.class));
	}

	/**
	 * Return the clients of the repository that the application chose, with all the
	 * settings that they should have.
	 * @return the clients
	 */
	public RegisteredClientRepository clients() {
		return this.clients;
	}

	/**
	 * Return a client that somebody found past {@link #clients()} as one of them.
	 * @param client the client
	 * @return the client with all the settings that it should have
	 */
	public RegisteredClient complete(RegisteredClient client) {
		return JoinedClientRepository.join(client, this.clients);
	}

	/**
	 * Return the clients as the server's own filters see them: one that can't be used now
	 * makes them fail.
	 * @return the clients that may be used
	 */
	public RegisteredClientRepository usableClients() {
		return get(RegisteredClientRepository.class);
	}

	/**
	 * Return the authorization service that the application chose.
	 * @return the service
	 */
	public OAuth2AuthorizationService authorizationService() {
		return this.authorizationService;
	}

	/**
	 * Return the consent service that the application chose.
	 * @return the service
	 */
	public OAuth2AuthorizationConsentService consentService() {
		return this.consentService;
	}

	/**
	 * Return what signs ID tokens.
	 * @return the keys, or {@code null} if they are out of sight
	 */
	public @Nullable JWKSource<SecurityContext> idTokenSource() {
		return this.idTokenKeys.source();
	}

	/**
	 * Return the algorithms by which ID tokens can be signed.
	 * @return returns the names for the keys that there are when it is asked
	 */
	public Supplier<Set<String>> idTokenAlgorithms() {
		return this.idTokenKeys::algorithms;
	}

	/**
	 * Return what the server uses, chosen as Spring does.
	 * @param type the type
	 * @param <T> the type
	 * @return what the application gave to this chain, or its bean
	 */
	public <T> T get(Class<T> type) {
		T object = this.http.getSharedObject(type);
		return (object != null) ? object : context().getBeanProvider(type).getObject();
	}

	private <T> @Nullable T find(Class<T> type) {
		T object = this.http.getSharedObject(type);
		return (object != null) ? object : context().getBeanProvider(type).getIfUnique();
	}

	/**
	 * Match some of the server's endpoints.
	 * @param method the method, or {@code null} for any
	 * @param paths each returns the path of one of them
	 * @return the matcher
	 */
	@SafeVarargs
	public final RequestMatcher endpoints(@Nullable HttpMethod method,
			Function<AuthorizationServerSettings, String>... paths) {
		List<RequestMatcher> matchers = new ArrayList<>();
		for (Function<AuthorizationServerSettings, String> path : paths) {
			matchers.add(Endpoints.matcher(this.settings, method, path.apply(this.settings)));
		}
		return new OrRequestMatcher(matchers);
	}

	/**
	 * Match where clients authenticate.
	 * @return the matcher
	 */
	public RequestMatcher endpointsOfClients() {
		return endpoints(HttpMethod.POST, AuthorizationServerSettings::getTokenEndpoint,
				AuthorizationServerSettings::getPushedAuthorizationRequestEndpoint,
				AuthorizationServerSettings::getDeviceAuthorizationEndpoint,
				AuthorizationServerSettings::getTokenRevocationEndpoint,
				AuthorizationServerSettings::getTokenIntrospectionEndpoint);
	}

	/**
	 * Match what a script in a browser needs of what this server answers: without OpenID
	 * Connect, the path of the UserInfo endpoint is the application's.
	 * @return the matcher of actual requests
	 */
	public RequestMatcher endpointsForScripts() {
		return parts().forScripts();
	}

	/**
	 * Adapt each part of a type as it is put into the chain.
	 * @param type the type of Spring's part
	 * @param adaptation what is done to it, after what was asked for before
	 * @param <P> the type
	 */
	public <P> void adapt(Class<P> type, Consumer<? super P> adaptation) {
		this.adaptations.add((part) -> {
			if (type.isInstance(part)) {
				adaptation.accept(type.cast(part));
			}
		});
	}

	/**
	 * Do something once all of the chain is initialized, and nothing is built.
	 * @param action what to do
	 */
	public void onceInitialized(Runnable action) {
		this.onceInitialized.add(action);
	}

	ServerParts initialized() {
		this.onceInitialized.forEach(Runnable::run);
		return parts();
	}

	private ServerParts parts() {
		return new ServerParts(this.repository, this.authorizationService, this.consentService, this.settings,
				this.idTokenKeys, this.server.getEndpointsMatcher());
	}

}
