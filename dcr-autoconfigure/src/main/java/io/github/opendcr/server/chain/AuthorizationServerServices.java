package io.github.opendcr.server.chain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.UnaryOperator;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.web.OAuth2DeviceAuthorizationEndpointFilter;
import org.springframework.security.oauth2.server.authorization.web.OAuth2PushedAuthorizationRequestEndpointFilter;

/**
 * What the authorization servers of the application really use, which need not be beans:
 * without any, Spring gives each {@code SecurityFilterChain} services of its own. They
 * are known once the chains are built, which must be over, or not have begun, when a
 * getter is called. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class AuthorizationServerServices {

	private final List<ServerParts> servers = new CopyOnWriteArrayList<>();

	private volatile boolean pushedRequests;

	private volatile boolean deviceGrant;

	private final Map<RegisteredClientRepository, RegisteredClientRepository> clients = Collections
		.synchronizedMap(new IdentityHashMap<>());

	private final Runnable chains;

	private final UnaryOperator<RegisteredClient> granted;

	private volatile boolean complete;

	/**
	 * Create an empty holder; {@link SeamConfigurer} fills it, when whoever builds the
	 * chains does. Repositories are taken to keep all settings.
	 */
	public AuthorizationServerServices() {
		this(() -> {
		}, UnaryOperator.identity());
	}

	/**
	 * Create an empty holder that has the chains built when it is first asked, since in a
	 * lazy application nobody may have done so.
	 * @param chains builds the chains of the application, if they aren't built
	 * @param granted gives a client the settings that a repository of the application's
	 * own may not have kept
	 */
	public AuthorizationServerServices(Runnable chains, UnaryOperator<RegisteredClient> granted) {
		this.chains = chains;
		this.granted = granted;
	}

	void add(ServerParts server) {
		this.servers.add(server);
	}

	/**
	 * Note which of the endpoints that Spring leaves off a server has, whoever asked for
	 * them.
	 */
	void watch(ServerChain chain) {
		chain.adapt(OAuth2PushedAuthorizationRequestEndpointFilter.class, (filter) -> this.pushedRequests = true);
		chain.adapt(OAuth2DeviceAuthorizationEndpointFilter.class, (filter) -> this.deviceGrant = true);
	}

	/**
	 * Whether authorization requests can be pushed.
	 * @return {@code true} if one of the authorization servers has an endpoint for that
	 */
	public boolean supportPushedRequests() {
		return this.pushedRequests;
	}

	/**
	 * Whether the device grant (RFC 8628) can begin.
	 * @return {@code true} if one of the authorization servers has an endpoint for that
	 */
	public boolean supportDeviceGrant() {
		return this.deviceGrant;
	}

	/**
	 * Return the repository of registered clients, the application's own; of several
	 * authorization servers, that of the first.
	 * @return the repository
	 * @throws AuthorizationServerMissingException if there is no authorization server
	 */
	public RegisteredClientRepository getRegisteredClientRepository() {
		return first().repository();
	}

	/**
	 * Return the clients of {@link #getRegisteredClientRepository()}, with all the
	 * settings that they should have.
	 * @return the clients
	 */
	public RegisteredClientRepository getClients() {
		return clientsOf(getRegisteredClientRepository());
	}

	/**
	 * Return the clients of a repository, with all the settings that they should have.
	 */
	RegisteredClientRepository clientsOf(RegisteredClientRepository repository) {
		return this.clients.computeIfAbsent(repository, (any) -> JoinedClientRepository.of(any, this.granted));
	}

	/**
	 * Return the settings of the first authorization server.
	 * @return the settings
	 * @throws AuthorizationServerMissingException if there is no authorization server
	 */
	public AuthorizationServerSettings getSettings() {
		return first().settings();
	}

	/**
	 * Return the authorization services of all authorization servers, the first one's
	 * first.
	 * @return at least one service, none twice
	 * @throws AuthorizationServerMissingException if there is no authorization server
	 */
	public List<OAuth2AuthorizationService> getAuthorizationServices() {
		return distinct(ServerParts::authorizationService);
	}

	/**
	 * Return the consent services of all authorization servers, the first one's first.
	 * @return at least one service, none twice
	 * @throws AuthorizationServerMissingException if there is no authorization server
	 */
	public List<OAuth2AuthorizationConsentService> getAuthorizationConsentServices() {
		return distinct(ServerParts::authorizationConsentService);
	}

	/**
	 * Return the algorithms by which the ID tokens of all authorization servers can be
	 * signed with the keys that they have now.
	 * @return the algorithms' names; of keys that can't be seen, {@code RS256}
	 * @throws AuthorizationServerMissingException if there is no authorization server
	 */
	public Set<String> getIdTokenSigningAlgorithms() {
		Set<String> algorithms = new LinkedHashSet<>(first().idTokenKeys().algorithms());
		servers().forEach((server) -> algorithms.retainAll(server.idTokenKeys().algorithms()));
		return algorithms;
	}

	/**
	 * Whether the server has several issuers, and no key for that of the current context.
	 * @return {@code false} if that can't be told, too
	 */
	public boolean isIssuerWithoutKeys() {
		return getSettings().isMultipleIssuersAllowed() && first().idTokenKeys().areMissing();
	}

	/**
	 * Whether scripts may need the answer of one of the servers.
	 * @param request the request
	 * @return {@code true} if it is to an endpoint for scripts
	 */
	public boolean areForScripts(HttpServletRequest request) {
		return this.servers.stream().anyMatch((server) -> server.forScripts().matches(request));
	}

	/**
	 * Whether one of the servers has a document that anyone may read.
	 * @param request the request, as it would be with GET
	 * @return {@code true} if it is to such a document
	 */
	public boolean haveDocument(HttpServletRequest request) {
		return servers().stream().anyMatch((server) -> Endpoints.documents(server.settings()).matches(request));
	}

	private List<ServerParts> servers() {
		if (!this.complete) {
			this.chains.run();
			this.complete = true;
		}
		return this.servers;
	}

	private ServerParts first() {
		List<ServerParts> all = servers();
		if (all.isEmpty()) {
			throw new AuthorizationServerMissingException();
		}
		return all.get(0);
	}

	private <T> List<T> distinct(Function<ServerParts, T> service) {
		first();
		Set<T> seen = Collections.newSetFromMap(new IdentityHashMap<>());
		List<T> services = new ArrayList<>();
		for (ServerParts server : this.servers) {
			if (seen.add(service.apply(server))) {
				services.add(service.apply(server));
			}
		}
		return services;
	}

}
