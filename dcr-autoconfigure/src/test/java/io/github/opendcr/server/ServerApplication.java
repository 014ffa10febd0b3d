package io.github.opendcr.server;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import io.github.opendcr.ClientStatus;
import io.github.opendcr.server.authentication.TestClientAuthentication;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.chain.TestServices;
import io.github.opendcr.server.client.DynamicClients;
import io.github.opendcr.server.token.ShownConsents;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryTransactions;
import io.github.opendcr.testkit.Browser;
import io.github.opendcr.testkit.Http;
import io.github.opendcr.testkit.TestKey;
import io.github.opendcr.testkit.TestPages;
import io.github.opendcr.testkit.TestServer;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;

/**
 * An authorization server as applications have it, on a port of its own.
 */
final class ServerApplication implements AutoCloseable {

	static final SeamSettings DEFAULTS = new SeamSettings("/oauth2/register", Set.of("client_secret_basic", "none"),
			Set.of("openid", "profile"), true, List.of(), true, true);

	static final String HAND_REGISTERED = "hand-registered";

	private final TestServer server;

	private ServerApplication(TestServer server) {
		this.server = server;
	}

	static ServerApplication start(SeamSettings settings, List<Class<?>> configurations, String... properties) {
		SpringApplicationBuilder application = new SpringApplicationBuilder(Application.class)
			.sources(configurations.toArray(Class<?>[]::new))
			.initializers((context) -> context.getBeanFactory().registerSingleton("seamSettings", settings))
			.properties("logging.level.root=warn", "spring.datasource.generate-unique-name=true");
		return new ServerApplication(TestServer.run(application, properties));
	}

	String base() {
		return this.server.base();
	}

	Http http() {
		return this.server.http();
	}

	Browser browser() {
		return new Browser(http());
	}

	<T> T bean(Class<T> type) {
		return this.server.bean(type);
	}

	ApplicationContext context() {
		return this.server.context();
	}

	AuthorizationServerServices services() {
		return bean(AuthorizationServerServices.class);
	}

	RegisteredClient save(Consumer<RegisteredClient.Builder> customizer) {
		RegisteredClient.Builder builder = TestServices.client(UUID.randomUUID().toString());
		customizer.accept(builder);
		ClientSettings.Builder settings = ClientSettings.builder()
			.requireAuthorizationConsent(true)
			.requireProofKey(true);
		DynamicClients.mark(settings, ClientStatus.ACTIVE, null);
		RegisteredClient client = builder.clientSettings(settings.build()).build();
		services().getRegisteredClientRepository().save(client);
		return client;
	}

	RegisteredClient savePublic(String... redirectUris) {
		return save((client) -> {
			client.clientAuthenticationMethod(ClientAuthenticationMethod.NONE);
			client.redirectUris((uris) -> uris.addAll(List.of(redirectUris)));
		});
	}

	@Override
	public void close() {
		this.server.close();
	}

	static RegisteredClient handRegistered() {
		return TestServices.client(HAND_REGISTERED)
			.clientId(HAND_REGISTERED)
			.clientSecret("{noop}secret")
			.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
			.redirectUri("http://localhost:7000/callback")
			.clientSettings(ClientSettings.builder().requireAuthorizationConsent(false).build())
			.build();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@ImportAutoConfiguration(TestKey.class)
	static class Application {

		@Bean
		AuthorizationServerServices authorizationServerServices() {
			return new AuthorizationServerServices();
		}

		@Bean
		AuthorizationServerCustomizer authorizationServerCustomizer(SeamSettings settings,
				AuthorizationServerServices services) {
			return new AuthorizationServerCustomizer(settings, services, TestClientAuthentication.withoutKeys(), null,
					null, (request, response, client) -> true,
					new ShownConsents(() -> new InMemoryClientRegistrationStore(new InMemoryTransactions()), false),
					null, TestPages.offConsent(), (clientId) -> {
					}, Clock.systemUTC());
		}

		@Bean
		UserDetailsService userDetailsService() {
			return TestServer.users();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InMemory {

		@Bean
		RegisteredClientRepository registeredClientRepository() {
			return new InMemoryRegisteredClientRepository(handRegistered());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Jdbc extends TestServer.JdbcServices {

		static final String SCHEMA = "spring.sql.init.schema-locations="
				+ "classpath:org/springframework/security/oauth2/server/authorization/client/oauth2-registered-client-schema.sql,"
				+ "classpath:org/springframework/security/oauth2/server/authorization/oauth2-authorization-schema.sql,"
				+ "classpath:org/springframework/security/oauth2/server/authorization/oauth2-authorization-consent-schema.sql";

		@Bean
		JdbcRegisteredClientRepository registeredClientRepository(JdbcOperations jdbcOperations) {
			JdbcRegisteredClientRepository repository = new JdbcRegisteredClientRepository(jdbcOperations);
			repository.save(handRegistered());
			return repository;
		}

	}

}
