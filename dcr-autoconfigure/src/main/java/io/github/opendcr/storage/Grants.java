package io.github.opendcr.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.chain.ProxyTarget;
import io.github.opendcr.server.chain.SpringJdbc;

import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * What was granted to clients: authorizations with their codes and tokens, and consents.
 *
 * @param removals each removes what one service keeps
 * @param lookUps each says whether something counts of what one service keeps
 * @param missing a sentence for each service from which nothing can be removed
 */
record Grants(List<Consumer<RegisteredClient>> removals, List<LookUp> lookUps, List<String> missing) {

	/**
	 * Return what fits the services of the authorization servers: the application's bean,
	 * otherwise its service if that is a remover, otherwise ours for Spring's JDBC and
	 * in-memory ones, also behind a proxy.
	 */
	static Grants of(AuthorizationServerServices services, @Nullable AuthorizationRemover bean) {
		// A service that is a remover is a bean of both types; what it leaves, others may
		// keep
		boolean service = services.getAuthorizationServices().stream().anyMatch((other) -> other == bean);
		return (bean != null && !service) ? new Grants(List.of(bean::removeAll), List.of(LookUp.of(bean)), List.of())
				: ofServices(services);
	}

	private static Grants ofServices(AuthorizationServerServices services) {
		List<Consumer<RegisteredClient>> removals = new ArrayList<>();
		List<LookUp> lookUps = new ArrayList<>();
		List<String> missing = new ArrayList<>();
		boolean removerAmongServices = false;
		for (OAuth2AuthorizationService service : services.getAuthorizationServices()) {
			removerAmongServices |= service instanceof AuthorizationRemover;
			add(removal(service), service, removals, missing);
			lookUps.add(lookUp(service));
		}
		for (OAuth2AuthorizationConsentService service : services.getAuthorizationConsentServices()) {
			Consumer<RegisteredClient> removal = removal(service);
			// An authorization service that is a remover removes consents too
			if (!removerAmongServices || removal != null) {
				add(removal, service, removals, missing);
				lookUps.add(lookUp(service));
			}
		}
		return new Grants(List.copyOf(removals), List.copyOf(lookUps), List.copyOf(missing));
	}

	private static void add(@Nullable Consumer<RegisteredClient> removal, Object service,
			List<Consumer<RegisteredClient>> removals, List<String> missing) {
		if (removal != null) {
			removals.add(removal);
		}
		else {
			missing.add(
					"Authorizations and consents can't be removed from %s: add a bean of type %s, or let the %s implement it."
						.formatted(ProxyTarget.of(service).getClass().getName(), AuthorizationRemover.class.getName(),
								OAuth2AuthorizationService.class.getSimpleName()));
		}
	}

	private static @Nullable Consumer<RegisteredClient> removal(Object service) {
		if (service instanceof AuthorizationRemover remover) {
			return remover::removeAll;
		}
		Consumer<RegisteredClient> removal = InMemoryGrants.of(service);
		return (removal == null && SpringJdbc.PRESENT) ? JdbcGrants.of(service) : removal;
	}

	// Of what is kept by other means than Spring's, nothing is known: it counts
	private static LookUp lookUp(Object service) {
		if (service instanceof AuthorizationRemover remover) {
			return LookUp.of(remover);
		}
		LookUp lookUp = InMemoryGrants.lookUp(service);
		if (lookUp == null && SpringJdbc.PRESENT) {
			lookUp = JdbcGrants.lookUp(service);
		}
		return (lookUp != null) ? lookUp : LookUp.NONE;
	}

	/**
	 * Whether something that was granted to a client still counts.
	 */
	boolean anyCounts(RegisteredClient client, Instant now) {
		return this.lookUps.stream().anyMatch((lookUp) -> lookUp.anyCounts(client, now));
	}

	/**
	 * Count what was granted to a client, by what it is, as far as that can be told.
	 */
	Map<String, Long> count(RegisteredClient client) {
		Map<String, Long> counts = new TreeMap<>();
		this.lookUps
			.forEach((lookUp) -> lookUp.count(client).forEach((kind, count) -> counts.merge(kind, count, Long::sum)));
		return counts;
	}

	void removeAll(RegisteredClient client) {
		this.removals.forEach((removal) -> removal.accept(client));
	}

	/**
	 * Whether all that is granted to a client are rows of Spring's tables in one
	 * database.
	 * @return {@code false} if something is kept elsewhere, or removed by a bean
	 */
	boolean areRowsIn(DataSource dataSource) {
		return this.missing.isEmpty()
				&& this.removals.stream().allMatch((removal) -> JdbcGrants.isOn(removal, dataSource));
	}

	/**
	 * Looks at what one service keeps.
	 */
	interface LookUp {

		/**
		 * Of which nothing is known.
		 */
		LookUp NONE = (client, now) -> true;

		static LookUp of(AuthorizationRemover remover) {
			return remover::hasGrants;
		}

		/**
		 * Whether something that was granted to a client still counts.
		 */
		boolean anyCounts(RegisteredClient client, Instant now);

		/**
		 * Count what was granted to a client, by what it is.
		 */
		default Map<String, Long> count(RegisteredClient client) {
			return Map.of();
		}

	}

}
