package io.github.opendcr.server;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.AuthorizationRemover;
import io.github.opendcr.RegisteredClientRemover;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.support.AopUtils;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.util.ClassUtils;

/**
 * The removers that fit what the authorization servers use. A client can be deleted only
 * if both are there.
 *
 * @param clients removes clients, or {@code null} if nothing fits the repository
 * @param authorizations removes authorizations and consents, or {@code null} if nothing
 * fits a service
 * @param missing a sentence for each bean that the application would have to supply,
 * empty if both removers are there
 * @since 0.1.0
 */
public record Removers(@Nullable RegisteredClientRemover clients, @Nullable AuthorizationRemover authorizations,
		List<String> missing) {

	static final boolean JDBC = ClassUtils.isPresent("org.springframework.jdbc.core.JdbcOperations",
			Removers.class.getClassLoader());

	/**
	 * Select the removers: the application's bean, otherwise its repository or service if
	 * that is a remover, otherwise ours for Spring's JDBC and in-memory ones, also behind
	 * a proxy. Call it after the chains are built.
	 * @param services the authorization servers
	 * @param clientBean the application's bean, if it has one
	 * @param authorizationBean the application's bean, if it has one
	 * @return the removers
	 * @throws IllegalStateException if there is no authorization server
	 */
	public static Removers select(AuthorizationServerServices services, @Nullable RegisteredClientRemover clientBean,
			@Nullable AuthorizationRemover authorizationBean) {
		List<String> missing = new ArrayList<>();
		RegisteredClientRemover clients = (clientBean != null) ? clientBean
				: forRepository(services.getRegisteredClientRepository(), missing);
		// A service that is a remover is a bean of both types; what it leaves, others may
		// keep
		boolean service = services.getAuthorizationServices().stream().anyMatch((other) -> other == authorizationBean);
		AuthorizationRemover authorizations = (authorizationBean != null && !service) ? authorizationBean
				: forServices(services, missing);
		return new Removers(clients, authorizations, List.copyOf(missing));
	}

	/**
	 * Whether all that is granted to a client are rows of Spring's tables in one
	 * database.
	 * @param dataSource the database
	 * @return {@code false} if something is kept elsewhere, or removed by a bean
	 */
	public boolean areRowsIn(DataSource dataSource) {
		return JDBC && this.authorizations instanceof AllServices services
				&& services.removals().stream().allMatch((removal) -> JdbcRemovers.isOn(removal, dataSource));
	}

	private static @Nullable RegisteredClientRemover forRepository(RegisteredClientRepository repository,
			List<String> missing) {
		if (repository instanceof RegisteredClientRemover remover) {
			return remover;
		}
		Object target = unwrap(repository);
		RegisteredClientRemover remover = InMemoryRemovers.clients(target);
		if (remover == null && JDBC) {
			remover = JdbcRemovers.clients(repository, target);
		}
		if (remover == null) {
			missing.add("Clients can't be removed from %s: add a bean of type %s, or let the repository implement it."
				.formatted(target.getClass().getName(), RegisteredClientRemover.class.getName()));
		}
		return remover;
	}

	private static @Nullable AuthorizationRemover forServices(AuthorizationServerServices services,
			List<String> missing) {
		List<Consumer<RegisteredClient>> removals = new ArrayList<>();
		List<Object> unknown = new ArrayList<>();
		boolean removerAmongServices = false;
		for (OAuth2AuthorizationService service : services.getAuthorizationServices()) {
			removerAmongServices |= service instanceof AuthorizationRemover;
			add(removals, unknown, service);
		}
		for (OAuth2AuthorizationConsentService service : services.getAuthorizationConsentServices()) {
			// An authorization service that is a remover removes consents too
			if (!removerAmongServices || isKnown(service)) {
				add(removals, unknown, service);
			}
		}
		for (Object service : unknown) {
			missing.add(
					"Authorizations and consents can't be removed from %s: add a bean of type %s, or let the %s implement it."
						.formatted(service.getClass().getName(), AuthorizationRemover.class.getName(),
								OAuth2AuthorizationService.class.getSimpleName()));
		}
		return unknown.isEmpty() ? new AllServices(removals) : null;
	}

	private static void add(List<Consumer<RegisteredClient>> removals, List<Object> unknown, Object service) {
		Consumer<RegisteredClient> removal = removal(service);
		if (removal != null) {
			removals.add(removal);
		}
		else {
			unknown.add(unwrap(service));
		}
	}

	private static boolean isKnown(Object service) {
		return removal(service) != null;
	}

	private static @Nullable Consumer<RegisteredClient> removal(Object service) {
		if (service instanceof AuthorizationRemover remover) {
			return remover::removeAll;
		}
		Object target = unwrap(service);
		Consumer<RegisteredClient> removal = InMemoryRemovers.authorizations(target);
		return (removal == null && JDBC) ? JdbcRemovers.authorizations(target) : removal;
	}

	// A proxy by CGLIB is of its target's class, but its own fields are empty
	static Object unwrap(Object candidate) {
		Object target = candidate;
		while (AopUtils.isAopProxy(target)) {
			Object next = AopProxyUtils.getSingletonTarget(target);
			if (next == null) {
				break;
			}
			target = next;
		}
		return target;
	}

	private record AllServices(List<Consumer<RegisteredClient>> removals) implements AuthorizationRemover {

		@Override
		public void removeAll(RegisteredClient client) {
			this.removals.forEach((removal) -> removal.accept(client));
		}

	}

}
