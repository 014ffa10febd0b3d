package io.github.opendcr.storage;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.chain.TestServices;
import io.github.opendcr.testkit.TestDatabases;

import org.springframework.aop.MethodBeforeAdvice;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.target.HotSwappableTargetSource;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for how {@link ClientRows} and {@link Grants} remove; that everything is gone is
 * in {@code AuthorizationServerContract}.
 */
class RemovalTests {

	private final RegisteredClient client = TestServices.client();

	private final InMemoryRegisteredClientRepository inMemory = new InMemoryRegisteredClientRepository(this.client);

	private EmbeddedDatabase database;

	@BeforeEach
	void createDatabase() {
		String scripts = "/org/springframework/security/oauth2/server/authorization/";
		this.database = new EmbeddedDatabaseBuilder().setType(EmbeddedDatabaseType.H2)
			.setName(UUID.randomUUID().toString())
			.addScripts(scripts + "client/oauth2-registered-client-schema.sql")
			.build();
	}

	@AfterEach
	void shutDownDatabase() {
		this.database.shutdown();
	}

	@Test
	void selectWhenRepositoryIsBehindProxyThenRemovesFromTarget() {
		JdbcRegisteredClientRepository jdbc = new JdbcRegisteredClientRepository(new JdbcTemplate(this.database));
		for (RegisteredClientRepository target : List.of(this.inMemory, jdbc)) {
			for (boolean byClass : new boolean[] { false, target == jdbc }) {
				target.save(this.client);
				ProxyFactory proxy = new ProxyFactory(target);
				proxy.setProxyTargetClass(byClass);
				ClientRows rows = ClientRows.of((RegisteredClientRepository) proxy.getProxy(), null);
				assertThat(rows.missing()).isEmpty();
				rows.remove(this.client);
				assertThat(target.findById("id")).isNull();
			}
		}
	}

	@Test
	void selectWhenTargetOfProxyMayChangeThenSaysWhichBeanIsMissing() {
		JdbcRegisteredClientRepository jdbc = new JdbcRegisteredClientRepository(new JdbcTemplate(this.database));
		ProxyFactory proxy = new ProxyFactory();
		proxy.setTargetSource(new HotSwappableTargetSource(jdbc));
		proxy.setProxyTargetClass(true);
		assertThat(ClientRows.of((RegisteredClientRepository) proxy.getProxy(), null).missing()).hasSize(1);
	}

	@Test
	void selectWhenRepositoryIsUnknownThenSaysWhichBeanIsMissing() {
		assertThat(ClientRows.of(new WithoutJdbc.UnknownRepository(), null).missing()).singleElement()
			.asString()
			.contains(WithoutJdbc.UnknownRepository.class.getName(), RegisteredClientRemover.class.getName());
	}

	@Test
	void selectWhenRepositoryIsRemoverThenIsUsed() {
		RemovingRepository repository = new RemovingRepository(new JdbcTemplate(this.database));
		ClientRows.of(repository, null).remove(this.client);
		assertThat(repository.removed).isTrue();
	}

	@Test
	void selectWhenThereAreBeansThenAreUsed() {
		List<String> removed = new ArrayList<>();
		for (RegisteredClientRepository repository : List.of(this.inMemory,
				new JdbcRegisteredClientRepository(new JdbcTemplate(this.database)),
				new WithoutJdbc.UnknownRepository())) {
			ClientRows rows = ClientRows.of(repository, (client) -> removed.add("client"));
			assertThat(rows.missing()).isEmpty();
			rows.remove(this.client);
		}
		Grants grants = Grants.of(
				TestServices.of(this.inMemory, new UnknownService(), new InMemoryOAuth2AuthorizationConsentService()),
				(client) -> removed.add("grants"));
		assertThat(grants.missing()).isEmpty();
		grants.removeAll(this.client);
		assertThat(removed).containsExactly("client", "client", "client", "grants");
		assertThat(this.inMemory.findById("id")).isNotNull();
	}

	@Test
	void removeWhenSubclassHasAnotherTableThenFails() {
		JdbcRegisteredClientRepository elsewhere = new JdbcRegisteredClientRepository(new JdbcTemplate(this.database)) {

			@Override
			public RegisteredClient findById(String id) {
				return RemovalTests.this.client;
			}

		};
		assertThatIllegalStateException().isThrownBy(() -> ClientRows.of(elsewhere, null).remove(this.client))
			.withMessageContaining(RegisteredClientRemover.class.getName());
	}

	@Test
	void selectWhenSpringJdbcIsNotThereThenInMemoryIsRemovedAndOthersAreNamed() throws Exception {
		ClassLoader withoutJdbc = new WithoutJdbc(getClass().getClassLoader());
		Callable<?> probe = (Callable<?>) Class.forName(WithoutJdbc.Probe.class.getName(), true, withoutJdbc)
			.getDeclaredConstructor()
			.newInstance();
		assertThat(probe.getClass()).isNotSameAs(WithoutJdbc.Probe.class);
		assertThat((List<?>) probe.call()).singleElement().asString().contains(RegisteredClientRemover.class.getName());
	}

	@Test
	void selectWhenServiceIsUnknownThenSaysWhichBeanIsMissing() {
		Grants grants = Grants.of(
				TestServices.of(this.inMemory, new UnknownService(), new InMemoryOAuth2AuthorizationConsentService()),
				null);
		assertThat(grants.missing()).singleElement()
			.asString()
			.contains(UnknownService.class.getName(), AuthorizationRemover.class.getName());
	}

	@Test
	void selectWhenServiceIsRemoverThenRemovesConsentsOfKnownServiceToo() {
		InMemoryOAuth2AuthorizationConsentService consents = new InMemoryOAuth2AuthorizationConsentService();
		RemovingService service = new RemovingService();
		for (AuthorizationRemover bean : new AuthorizationRemover[] { null, service }) {
			consents.save(OAuth2AuthorizationConsent.withId("id", "user").scope("profile").build());
			service.removed = null;
			Grants.of(TestServices.of(this.inMemory, service, consents), bean).removeAll(this.client);
			assertThat(service.removed).isSameAs(this.client);
			assertThat(consents.findById("id", "user")).isNull();
		}
	}

	// A cache of a subclass would go on finding what the table no longer has
	@Test
	void removeAllWhenServiceIsSubclassOrProxyThenItIsAskedToRemoveEach() {
		JdbcTemplate jdbcTemplate = new JdbcTemplate(TestDatabases.h2().createSpringTables().dataSource());
		new JdbcRegisteredClientRepository(jdbcTemplate).save(this.client);
		for (boolean jdbc : new boolean[] { true, false }) {
			List<String> removed = new ArrayList<>();
			OAuth2AuthorizationService authorizations = jdbc ? new CachingService(jdbcTemplate, this.inMemory, removed)
					: proxied(new InMemoryOAuth2AuthorizationService(), removed);
			OAuth2AuthorizationConsentService consents = proxied(
					jdbc ? new JdbcOAuth2AuthorizationConsentService(jdbcTemplate, this.inMemory)
							: new InMemoryOAuth2AuthorizationConsentService(),
					removed);
			authorizations.save(OAuth2Authorization.withRegisteredClient(this.client)
				.id("authorization")
				.principalName("user")
				.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
				.build());
			consents.save(OAuth2AuthorizationConsent.withId("id", "user").scope("profile").build());
			AuthorizationServerServices services = TestServices.of(this.inMemory, authorizations, consents);
			Grants.of(services, null).removeAll(this.client);
			assertThat(removed).hasSize(2);
			assertThat(authorizations.findById("authorization")).isNull();
			assertThat(consents.findById("id", "user")).isNull();
			assertThat(Grants.of(services, null).areRowsIn(Objects.requireNonNull(jdbcTemplate.getDataSource())))
				.isFalse();
		}
	}

	@SuppressWarnings("unchecked")
	private static <T> T proxied(T service, List<String> removed) {
		ProxyFactory proxy = new ProxyFactory(service);
		proxy.addAdvice((MethodBeforeAdvice) (method, arguments, target) -> {
			if (method.getName().equals("remove")) {
				removed.add(method.getName());
			}
		});
		return (T) proxy.getProxy();
	}

	private static final class CachingService extends JdbcOAuth2AuthorizationService {

		private final List<String> removed;

		private CachingService(JdbcOperations jdbcOperations, RegisteredClientRepository clients,
				List<String> removed) {
			super(jdbcOperations, clients);
			this.removed = removed;
		}

		@Override
		public void remove(OAuth2Authorization authorization) {
			this.removed.add(authorization.getId());
			super.remove(authorization);
		}

	}

	private static final class RemovingRepository extends JdbcRegisteredClientRepository
			implements RegisteredClientRemover {

		private boolean removed;

		private RemovingRepository(JdbcOperations jdbcOperations) {
			super(jdbcOperations);
		}

		@Override
		public void remove(RegisteredClient client) {
			this.removed = true;
		}

	}

	private static class UnknownService implements OAuth2AuthorizationService {

		@Override
		public void save(OAuth2Authorization authorization) {
		}

		@Override
		public void remove(OAuth2Authorization authorization) {
		}

		@Override
		public OAuth2Authorization findById(String id) {
			return null;
		}

		@Override
		public OAuth2Authorization findByToken(String token, OAuth2TokenType tokenType) {
			return null;
		}

	}

	private static final class RemovingService extends UnknownService implements AuthorizationRemover {

		private RegisteredClient removed;

		@Override
		public void removeAll(RegisteredClient client) {
			this.removed = client;
		}

	}

}
