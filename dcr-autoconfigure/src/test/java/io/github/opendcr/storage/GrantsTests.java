package io.github.opendcr.storage;

import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import io.github.opendcr.server.chain.TestServices;
import io.github.opendcr.testkit.TestDatabases;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.target.HotSwappableTargetSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Grants} of services that aren't Spring's alone.
 */
class GrantsTests {

	private final RegisteredClient client = StorageInMemory.client("a");

	private final InMemoryRegisteredClientRepository clients = new InMemoryRegisteredClientRepository(this.client);

	private final DataSource dataSource = TestDatabases.h2().createSpringTables().dataSource();

	private final JdbcTemplate jdbcTemplate = new JdbcTemplate(this.dataSource);

	private final OAuth2AuthorizationService jdbc = new JdbcOAuth2AuthorizationService(this.jdbcTemplate, this.clients);

	private Grants grants(OAuth2AuthorizationService authorizations, OAuth2AuthorizationConsentService consents) {
		return Grants.of(TestServices.of(this.clients, authorizations, consents), null);
	}

	@Test
	void ofWhenConsentsAreOfAnUnknownServiceThenTheyCountAndABeanIsMissing() {
		Grants grants = grants(this.jdbc, new UnknownConsents());
		assertThat(grants.missing()).singleElement().asString().contains(UnknownConsents.class.getName());
		assertThat(grants.anyCounts(this.client, StorageInMemory.NOW)).isTrue();
		assertThat(grants.count(this.client)).isEqualTo(Map.of("authorizations", 0L));
		assertThat(grants.areRowsIn(this.dataSource)).isFalse();
	}

	@Test
	void ofWhenAnAuthorizationServiceRemovesThenUnknownConsentsAreItsOwn() {
		Grants grants = grants(new Removing(), new UnknownConsents());
		assertThat(grants.missing()).isEmpty();
		assertThat(grants.removals()).hasSize(1);
		assertThat(grants.lookUps()).hasSize(1);
	}

	@Test
	void ofWhenTheTargetOfAProxyMayChangeThenItsGrantsCountAndABeanIsMissing() {
		Grants grants = grants(swappable(this.jdbc, OAuth2AuthorizationService.class),
				swappable(new JdbcOAuth2AuthorizationConsentService(this.jdbcTemplate, this.clients),
						OAuth2AuthorizationConsentService.class));
		assertThat(grants.missing()).hasSize(2);
		assertThat(grants.anyCounts(this.client, StorageInMemory.NOW)).isTrue();
		assertThat(grants.count(this.client)).isEmpty();
	}

	@Test
	void countWhenThereAreSeveralServersThenOfAll() {
		Grants.LookUp one = InMemoryGrants.lookUp(new InMemoryOAuth2AuthorizationService(authorization("1")));
		Grants.LookUp two = InMemoryGrants
			.lookUp(new InMemoryOAuth2AuthorizationService(authorization("1"), authorization("2")));
		assertThat(new Grants(List.of(), List.of(one, two), List.of()).count(this.client))
			.isEqualTo(Map.of("authorizations", 3L));
	}

	private OAuth2Authorization authorization(String id) {
		return GrantsContract.authorization(id, this.client, null);
	}

	private static <T> T swappable(T service, Class<T> type) {
		ProxyFactory proxy = new ProxyFactory();
		proxy.setInterfaces(type);
		proxy.setTargetSource(new HotSwappableTargetSource(service));
		return type.cast(proxy.getProxy());
	}

	private static final class UnknownConsents implements OAuth2AuthorizationConsentService {

		@Override
		public void save(OAuth2AuthorizationConsent consent) {
		}

		@Override
		public void remove(OAuth2AuthorizationConsent consent) {
		}

		@Override
		public @Nullable OAuth2AuthorizationConsent findById(String registeredClientId, String principalName) {
			return null;
		}

	}

	private static final class Removing implements OAuth2AuthorizationService, AuthorizationRemover {

		@Override
		public void save(OAuth2Authorization authorization) {
		}

		@Override
		public void remove(OAuth2Authorization authorization) {
		}

		@Override
		public @Nullable OAuth2Authorization findById(String id) {
			return null;
		}

		@Override
		public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType tokenType) {
			return null;
		}

		@Override
		public void removeAll(RegisteredClient client) {
		}

	}

}
