package io.github.opendcr.server;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

/**
 * What the authorization servers of the application really use, which need not be beans:
 * without any, Spring gives each {@code SecurityFilterChain} services of its own. They
 * are known once the chains are built, and the getters fail before. Safe for use by
 * several threads.
 *
 * @since 0.1.0
 */
public final class AuthorizationServerServices {

	private final List<Server> servers = new CopyOnWriteArrayList<>();

	private final Map<OAuth2AuthorizationService, AuthorizationAccess> access = Collections
		.synchronizedMap(new IdentityHashMap<>());

	/**
	 * Create an empty holder; {@link AuthorizationServerCustomizer} fills it.
	 */
	public AuthorizationServerServices() {
	}

	void add(Server server) {
		this.servers.add(server);
	}

	/**
	 * Return the access to what a service keeps, the same for all authorization servers.
	 */
	AuthorizationAccess access(OAuth2AuthorizationService service,
			Function<OAuth2AuthorizationService, AuthorizationAccess> select) {
		return this.access.computeIfAbsent(service, select);
	}

	/**
	 * Whether there is an authorization server.
	 * @return {@code true} if a chain with one was built
	 */
	public boolean isPresent() {
		return !this.servers.isEmpty();
	}

	/**
	 * Return the repository of registered clients, the application's own; of several
	 * authorization servers, that of the first.
	 * @return the repository
	 * @throws IllegalStateException if there is no authorization server
	 */
	public RegisteredClientRepository getRegisteredClientRepository() {
		return first().repository();
	}

	/**
	 * Return the settings of the first authorization server.
	 * @return the settings
	 * @throws IllegalStateException if there is no authorization server
	 */
	public AuthorizationServerSettings getSettings() {
		return first().settings();
	}

	/**
	 * Return the authorization services of all authorization servers, the first one's
	 * first.
	 * @return at least one service, none twice
	 * @throws IllegalStateException if there is no authorization server
	 */
	public List<OAuth2AuthorizationService> getAuthorizationServices() {
		return distinct(Server::authorizationService);
	}

	/**
	 * Return the consent services of all authorization servers, the first one's first.
	 * @return at least one service, none twice
	 * @throws IllegalStateException if there is no authorization server
	 */
	public List<OAuth2AuthorizationConsentService> getAuthorizationConsentServices() {
		return distinct(Server::authorizationConsentService);
	}

	/**
	 * Return the algorithms by which the ID tokens of all authorization servers can be
	 * signed with the keys that they have now.
	 * @return the algorithms' names; of keys that can't be seen, {@code RS256}
	 * @throws IllegalStateException if there is no authorization server
	 */
	public Set<String> getIdTokenSigningAlgorithms() {
		Set<String> algorithms = new LinkedHashSet<>(first().idTokenKeys().algorithms());
		this.servers.forEach((server) -> algorithms.retainAll(server.idTokenKeys().algorithms()));
		return algorithms;
	}

	/**
	 * Whether the server has several issuers, and no key for that of the current context.
	 */
	boolean isIssuerWithoutKeys() {
		return getSettings().isMultipleIssuersAllowed() && first().idTokenKeys().areMissing();
	}

	List<AuthorizationServerSettings> getAllSettings() {
		return this.servers.stream().map(Server::settings).toList();
	}

	private Server first() {
		if (this.servers.isEmpty()) {
			throw new IllegalStateException("No SecurityFilterChain with an OAuth2AuthorizationServerConfigurer was "
					+ "built. Dynamic client registration needs an authorization server: let Spring Boot configure "
					+ "one, or call HttpSecurity.oauth2AuthorizationServer(...) on the HttpSecurity bean.");
		}
		return this.servers.get(0);
	}

	private <T> List<T> distinct(Function<Server, T> service) {
		first();
		Set<T> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		List<T> services = new ArrayList<>();
		for (Server server : this.servers) {
			if (seen.add(service.apply(server))) {
				services.add(service.apply(server));
			}
		}
		return services;
	}

	/**
	 * One authorization server.
	 *
	 * @param repository the repository that the application chose
	 * @param authorizationService keeps authorizations
	 * @param authorizationConsentService keeps consents
	 * @param settings the endpoints and the issuer
	 * @param idTokenKeys the keys that sign ID tokens
	 */
	record Server(RegisteredClientRepository repository, OAuth2AuthorizationService authorizationService,
			OAuth2AuthorizationConsentService authorizationConsentService, AuthorizationServerSettings settings,
			IdTokenKeys idTokenKeys) {
	}

}
