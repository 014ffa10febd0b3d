package io.github.opendcr.recipes.spring;

import java.util.List;
import java.util.Map;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientLifecycle.Adopted;
import io.github.opendcr.Registrant;
import io.github.opendcr.recipes.RecipeServer;
import io.github.opendcr.testkit.Answer;
import io.github.opendcr.testkit.Registered;

import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code docs/recipes/from-spring.md}: what becomes of clients of Spring's own endpoint.
 */
class SpringsEndpointTests {

	private static final String[] PROPERTIES = { "spring.datasource.url=jdbc:h2:mem:spring;DB_CLOSE_DELAY=-1",
			"spring.sql.init.schema-locations=classpath:org/springframework/security/oauth2/server/authorization/client/oauth2-registered-client-schema.sql,"
					+ "classpath:org/springframework/security/oauth2/server/authorization/oauth2-authorization-schema.sql",
			"spring.sql.init.continue-on-error=true", "dcr.permission=scope" };

	private static final String CLIENT = """
			{"redirect_uris": ["https://client.example/cb"], "grant_types": ["client_credentials"]}""";

	private static Registered old;

	private static RecipeServer server;

	@BeforeAll
	static void start() {
		try (RecipeServer before = RecipeServer.start(Application.class,
				StringUtils.addStringToArray(PROPERTIES, "dcr.enabled=false"))) {
			old = new Registered(before.http(), register(before, "/connect/register").expect(201));
		}
		server = RecipeServer.start(Application.class, PROPERTIES);
	}

	@AfterAll
	static void stop() {
		server.close();
	}

	// Both endpoints take the same token: the scope is client.create
	private static Answer register(RecipeServer server, String path) {
		String token = server
			.token("", "caller", "secret", Map.of("grant_type", "client_credentials", "scope", "client.create"))
			.expect(200)
			.string("access_token");
		return server.http().post(path, CLIENT, Registered.bearer(token));
	}

	@Test
	void clientOfSpringsEndpointThenGoesOnWorking() {
		assertThat(old.uri()).contains("/connect/register?client_id=");
		server.token(old, Map.of("grant_type", "client_credentials")).expect(200);
	}

	@Test
	void clientOfSpringsEndpointThenManagesItselfAtTheOldUrlAlone() {
		String path = old.uri().substring(old.uri().indexOf("/connect"));
		server.http().get(path, Registered.bearer(old.token())).expect(200);
		server.http().get("/oauth2/register/" + old.id(), Registered.bearer(old.token())).expect(401);
		assertThat(server.bean(ClientLifecycle.class).find(old.id())).isNull();
	}

	@Test
	void clientOfSpringsEndpointWhenAdoptedThenManagesItselfHereWithTheSecretThatItHas() {
		Registered client = new Registered(server.http(), register(server, "/connect/register").expect(201));
		Adopted adopted = server.bean(ClientLifecycle.class).adopt(client.id(), Registrant.named("operator"));
		Answer read = server.http()
			.get("/oauth2/register/" + client.id(), Registered.bearer(adopted.registrationAccessToken()))
			.expect(200);
		assertThat(read.json()).containsEntry("redirect_uris", List.of("https://client.example/cb"));
		// Spring's endpoint adds the code's, since no response type means "code"
		assertThat((List<?>) read.json().get("grant_types")).map(Object::toString)
			.containsExactlyInAnyOrder("authorization_code", "client_credentials");
		server.token(client, Map.of("grant_type", "client_credentials")).expect(200);
	}

	@Test
	void newClientThenIsOfTheStarterAndDiscoveryNamesItsEndpoint() {
		Registered client = new Registered(server.http(), register(server, "/oauth2/register").expect(201));
		client.read().expect(200);
		client.delete().expect(204);
		assertThat(server.http().get("/.well-known/openid-configuration").string("registration_endpoint"))
			.endsWith("/oauth2/register");
	}

	@SpringBootApplication
	static class Application {

		// As a server keeps its keys over a restart
		private static final JWKSource<SecurityContext> KEYS = newKeys();

		@Bean
		JWKSource<SecurityContext> jwkSource() {
			return KEYS;
		}

		private static JWKSource<SecurityContext> newKeys() {
			try {
				return new ImmutableJWKSet<>(new JWKSet(new RSAKeyGenerator(2048).keyID("key").generate()));
			}
			catch (JOSEException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Bean
		@Order(1)
		SecurityFilterChain authorizationServer(HttpSecurity http) {
			http.oauth2AuthorizationServer((server) -> {
				http.securityMatcher(server.getEndpointsMatcher());
				server.oidc((oidc) -> oidc.clientRegistrationEndpoint(Customizer.withDefaults()));
			});
			http.authorizeHttpRequests((requests) -> requests.anyRequest().authenticated());
			return http.build();
		}

		@Bean
		JdbcRegisteredClientRepository registeredClientRepository(JdbcOperations jdbc) {
			JdbcRegisteredClientRepository clients = new JdbcRegisteredClientRepository(jdbc);
			if (clients.findByClientId("caller") == null) {
				clients.save(RegisteredClient.withId("caller")
					.clientId("caller")
					.clientSecret("{noop}secret")
					.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
					.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
					.scope("client.create")
					.build());
			}
			return clients;
		}

		@Bean
		JdbcOAuth2AuthorizationService authorizationService(JdbcOperations jdbc,
				JdbcRegisteredClientRepository clients) {
			return new JdbcOAuth2AuthorizationService(jdbc, clients);
		}

	}

}
