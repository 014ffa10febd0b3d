package io.github.opendcr.server;

import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.opendcr.AuthorizationRemover;
import io.github.opendcr.RegisteredClientRemover;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.target.HotSwappableTargetSource;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsent;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link Removers}; that everything is gone is in
 * {@link AuthorizationServerContract}.
 */
class RemoversTests {

	private final RegisteredClient client = ServerApplication.client("id")
		.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
		.redirectUri("http://localhost/")
		.build();

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
				Removers removers = select((RegisteredClientRepository) proxy.getProxy());
				assertThat(removers.missing()).isEmpty();
				removers.clients().remove(this.client);
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
		Removers removers = select((RegisteredClientRepository) proxy.getProxy());
		assertThat(removers.clients()).isNull();
	}

	@Test
	void selectWhenRepositoryIsUnknownThenSaysWhichBeanIsMissing() {
		Removers removers = select(new GuardedClientRepository(this.inMemory, Clock.systemUTC()));
		assertThat(removers.clients()).isNull();
		assertThat(removers.missing()).singleElement()
			.asString()
			.contains(GuardedClientRepository.class.getName(), RegisteredClientRemover.class.getName());
	}

	@Test
	void selectWhenRepositoryIsRemoverThenIsUsed() {
		RemovingRepository repository = new RemovingRepository(new JdbcTemplate(this.database));
		assertThat(select(repository).clients()).isSameAs(repository);
	}

	@Test
	void selectWhenThereAreBeansThenAreUsed() {
		RegisteredClientRemover clients = (client) -> {
		};
		AuthorizationRemover authorizations = (client) -> {
		};
		Removers removers = Removers.select(
				services(this.inMemory, new UnknownService(), new InMemoryOAuth2AuthorizationConsentService()), clients,
				authorizations);
		assertThat(removers.clients()).isSameAs(clients);
		assertThat(removers.authorizations()).isSameAs(authorizations);
		assertThat(removers.missing()).isEmpty();
	}

	@Test
	void removeWhenSubclassHasAnotherTableThenFails() {
		JdbcRegisteredClientRepository elsewhere = new JdbcRegisteredClientRepository(new JdbcTemplate(this.database)) {

			@Override
			public RegisteredClient findById(String id) {
				return RemoversTests.this.client;
			}

		};
		assertThatIllegalStateException().isThrownBy(() -> select(elsewhere).clients().remove(this.client))
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
		Removers removers = Removers.select(
				services(this.inMemory, new UnknownService(), new InMemoryOAuth2AuthorizationConsentService()), null,
				null);
		assertThat(removers.authorizations()).isNull();
		assertThat(removers.missing()).singleElement()
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
			AuthorizationRemover remover = Removers.select(services(this.inMemory, service, consents), null, bean)
				.authorizations();
			remover.removeAll(this.client);
			assertThat(service.removed).isSameAs(this.client);
			assertThat(consents.findById("id", "user")).isNull();
		}
	}

	private static Removers select(RegisteredClientRepository repository) {
		return Removers.select(services(repository, new InMemoryOAuth2AuthorizationService(),
				new InMemoryOAuth2AuthorizationConsentService()), null, null);
	}

	private static AuthorizationServerServices services(RegisteredClientRepository repository,
			OAuth2AuthorizationService authorizations, OAuth2AuthorizationConsentService consents) {
		AuthorizationServerServices services = new AuthorizationServerServices();
		services.add(new AuthorizationServerServices.Server(repository, authorizations, consents,
				AuthorizationServerSettings.builder().build(), new IdTokenKeys(null)));
		return services;
	}

	private static final class RemovingRepository extends JdbcRegisteredClientRepository
			implements RegisteredClientRemover {

		private RemovingRepository(JdbcOperations jdbcOperations) {
			super(jdbcOperations);
		}

		@Override
		public void remove(RegisteredClient client) {
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
