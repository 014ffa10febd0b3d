package io.github.opendcr.storage;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.server.chain.ProtectedGetter;
import io.github.opendcr.server.chain.ProxyTarget;

import org.springframework.aop.support.AopUtils;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

/**
 * What Spring's JDBC services keep, removed through the {@link JdbcOperations} that they
 * have: an application may have several databases, or none as a bean. A subclass or a
 * proxy may keep more, a cache perhaps, and is asked to remove each by itself. Apart,
 * since Spring JDBC need not be there.
 */
final class JdbcGrants {

	private static final String AUTHORIZATIONS = " FROM oauth2_authorization WHERE registered_client_id = ?";

	private static final String CONSENTS = " FROM oauth2_authorization_consent WHERE registered_client_id = ?";

	private static final String THAT_COUNT = " AND (refresh_token_expires_at > ? OR access_token_expires_at > ? "
			+ "OR authorization_code_expires_at > ? OR device_code_expires_at > ?)";

	private JdbcGrants() {
	}

	static @Nullable Consumer<RegisteredClient> of(Object service) {
		Object target = ProxyTarget.of(service);
		if (AopUtils.isAopProxy(target)) {
			return null;
		}
		if (target instanceof JdbcOAuth2AuthorizationService) {
			Deletion rows = new Deletion(jdbcOperations(target), "DELETE" + AUTHORIZATIONS);
			return (service.getClass() == JdbcOAuth2AuthorizationService.class) ? rows
					: eachAuthorization((OAuth2AuthorizationService) service, rows.jdbcOperations()).andThen(rows);
		}
		if (target instanceof JdbcOAuth2AuthorizationConsentService) {
			Deletion rows = new Deletion(jdbcOperations(target), "DELETE" + CONSENTS);
			return (service.getClass() == JdbcOAuth2AuthorizationConsentService.class) ? rows
					: eachConsent((OAuth2AuthorizationConsentService) service, rows.jdbcOperations()).andThen(rows);
		}
		return null;
	}

	/**
	 * Say whether there are rows that count. A subclass or a proxy may keep more, but
	 * nothing without a row.
	 */
	static Grants.@Nullable LookUp lookUp(Object service) {
		Object target = ProxyTarget.of(service);
		if (AopUtils.isAopProxy(target)) {
			return null;
		}
		if (target instanceof JdbcOAuth2AuthorizationService) {
			return new Rows("authorizations", jdbcOperations(target), AUTHORIZATIONS, THAT_COUNT);
		}
		return (target instanceof JdbcOAuth2AuthorizationConsentService)
				? new Rows("consents", jdbcOperations(target), CONSENTS, "") : null;
	}

	private static Consumer<RegisteredClient> eachAuthorization(OAuth2AuthorizationService service,
			JdbcOperations jdbcOperations) {
		return (client) -> {
			for (String id : jdbcOperations.queryForList("SELECT id" + AUTHORIZATIONS, String.class, client.getId())) {
				OAuth2Authorization authorization = service.findById(id);
				if (authorization != null) {
					service.remove(authorization);
				}
			}
		};
	}

	private static Consumer<RegisteredClient> eachConsent(OAuth2AuthorizationConsentService service,
			JdbcOperations jdbcOperations) {
		return (client) -> {
			for (String principal : jdbcOperations.queryForList("SELECT principal_name" + CONSENTS, String.class,
					client.getId())) {
				OAuth2AuthorizationConsent consent = service.findById(client.getId(), principal);
				if (consent != null) {
					service.remove(consent);
				}
			}
		};
	}

	/**
	 * Whether a removal deletes rows of Spring's tables in the database, and does nothing
	 * else.
	 */
	static boolean isOn(Consumer<RegisteredClient> removal, DataSource dataSource) {
		return removal instanceof Deletion deletion && SpringTables.isOn(deletion.jdbcOperations(), dataSource);
	}

	private static JdbcOperations jdbcOperations(Object target) {
		return ProtectedGetter.call(target, "getJdbcOperations", JdbcOperations.class);
	}

	private record Deletion(JdbcOperations jdbcOperations, String sql) implements Consumer<RegisteredClient> {

		@Override
		public void accept(RegisteredClient client) {
			this.jdbcOperations.update(this.sql, client.getId());
		}

	}

	/**
	 * The rows of one of Spring's tables.
	 *
	 * @param kind what they are
	 * @param jdbcOperations the database
	 * @param from the table, and which client's
	 * @param thatCount which of them count, by the time as each of its parameters
	 */
	private record Rows(String kind, JdbcOperations jdbcOperations, String from,
			String thatCount) implements Grants.LookUp {

		@Override
		public boolean anyCounts(RegisteredClient client, Instant now) {
			List<Object> arguments = new ArrayList<>(List.of(client.getId()));
			Timestamp time = Timestamp.from(now); // as Spring writes it
			this.thatCount.chars().filter((character) -> character == '?').forEach((any) -> arguments.add(time));
			return !this.jdbcOperations
				.queryForList("SELECT 1" + this.from + this.thatCount + " LIMIT 1", Integer.class, arguments.toArray())
				.isEmpty();
		}

		@Override
		public Map<String, Long> count(RegisteredClient client) {
			return Map.of(this.kind, Objects.requireNonNull(
					this.jdbcOperations.queryForObject("SELECT count(*)" + this.from, Long.class, client.getId())));
		}

	}

}
