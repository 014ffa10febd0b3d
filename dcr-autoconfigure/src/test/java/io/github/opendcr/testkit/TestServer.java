package io.github.opendcr.testkit;

import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import io.github.opendcr.testkit.TestDatabases.TestDatabase;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.OAuth2TokenFormat;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/**
 * An application with an authorization server, as its developers would have it, on a
 * random port: Spring's JDBC repository and services (or the in-memory ones), the chains
 * that Spring Boot makes, one user. Registration is on and open, unless the properties
 * say something else. Two clients were registered by hand: {@value #CALLER}, whose access
 * tokens are JWTs, and {@value #OPAQUE_CALLER}.
 */
public final class TestServer implements AutoCloseable {

	public static final String CALLER = "caller";

	public static final String OPAQUE_CALLER = "opaque-caller";

	/**
	 * The property by which paths name issuers.
	 */
	public static final String SEVERAL_ISSUERS = "spring.security.oauth2.authorizationserver.multiple-issuers-allowed=true";

	private static final List<String> TABLES = List.of("oauth2_registered_client", "oauth2_authorization",
			"oauth2_authorization_consent", "dcr_client_registration", "dcr_initial_access_token",
			"dcr_software_statement", "dcr_software_statement_use", "dcr_idempotent_request", "dcr_operator_action");

	private static final Map<List<Object>, TestServer> SHARED = new ConcurrentHashMap<>();

	private final ConfigurableApplicationContext context;

	private final Http http;

	private boolean shared;

	private TestServer(ConfigurableApplicationContext context) {
		this.context = context;
		this.http = new Http(base());
	}

	/**
	 * The server with these properties that all tests of the JVM share, as Spring's tests
	 * share contexts. It has clients of others, and closing it does nothing: a test that
	 * counts, fills or changes what belongs to the whole server starts its own.
	 */
	public static TestServer shared(String... properties) {
		return shared(Jdbc.class, properties);
	}

	/**
	 * The same, with a configuration.
	 */
	public static TestServer shared(Class<?> configuration, String... properties) {
		return SHARED.computeIfAbsent(List.of(configuration, List.of(properties)), (key) -> {
			TestServer server = start(configuration, properties);
			server.shared = true;
			return server;
		});
	}

	public static TestServer start(String... properties) {
		return start(TestDatabases.h2().createSpringTables(), properties);
	}

	public static TestServer start(Class<?> configuration, String... properties) {
		return start(TestDatabases.h2().createSpringTables(), configuration, properties);
	}

	public static TestServer start(TestDatabase database, String... properties) {
		return start(database, Jdbc.class, properties);
	}

	public static TestServer start(TestDatabase database, Class<?> configuration, String... properties) {
		List<String> all = new ArrayList<>(
				List.of("spring.datasource.url=" + database.url(), "spring.datasource.username=" + database.username(),
						"spring.datasource.password=" + database.password(), "dcr.jdbc.initialize-schema=always"));
		all.addAll(List.of(properties));
		return run(List.of(Jdbc.class, configuration), all);
	}

	public static TestServer startInMemory(String... properties) {
		return startInMemory(InMemory.class, properties);
	}

	public static TestServer startInMemory(Class<?> configuration, String... properties) {
		List<String> all = new ArrayList<>(List
			.of("spring.autoconfigure.exclude=org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration"));
		all.addAll(List.of(properties));
		return run(List.of(InMemory.class, configuration), all);
	}

	private static TestServer run(List<Class<?>> configurations, List<String> properties) {
		return new TestServer(
				new SpringApplicationBuilder(Application.class).sources(configurations.toArray(Class<?>[]::new))
					.properties("server.port=0", "spring.main.banner-mode=off", "logging.level.root=error",
							"dcr.enabled=true", "dcr.permission=allow-all", "dcr.allowed-scopes=openid,profile,email",
							"dcr.default-scopes=openid,profile", "dcr.rate-limit.enabled=false",
							"dcr.pushed-authorization-requests.enabled=true")
					.properties(properties.toArray(String[]::new))
					.run());
	}

	/**
	 * Start an application of its own making.
	 * @param application its configuration
	 * @param properties its properties, {@code name=value}
	 */
	public static TestServer run(Class<?> application, String... properties) {
		return run(new SpringApplicationBuilder(application), properties);
	}

	/**
	 * Start an application of its own making, perhaps with parents.
	 */
	public static TestServer run(SpringApplicationBuilder application, String... properties) {
		Stream<String> all = Stream.concat(Stream.of("server.port=0", "spring.main.banner-mode=off"),
				Arrays.stream(properties));
		return new TestServer(application.web(WebApplicationType.SERVLET)
			.run(all.map((property) -> "--" + property).toArray(String[]::new)));
	}

	public String base() {
		boolean tls = this.context.getEnvironment().containsProperty("server.ssl.bundle");
		return (tls ? "https" : "http") + "://localhost:"
				+ ((WebServerApplicationContext) this.context).getWebServer().getPort();
	}

	/**
	 * HTTP without cookies of anybody else.
	 */
	public Http http() {
		return new Http(base());
	}

	/**
	 * The URL of a path.
	 */
	public String url(String path) {
		return base() + path;
	}

	/**
	 * The URL of a path on the port for the management.
	 */
	public String managementUrl(String path) {
		return "http://localhost:" + this.context.getEnvironment().getRequiredProperty("local.management.port") + path;
	}

	/**
	 * Send what may be no JSON.
	 * @param url a path, or a URL
	 * @param headers names and values by turns
	 */
	public Answer send(String method, String url, String body, String... headers) {
		return this.http.send(method, url, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body),
				headers);
	}

	public Answer get(String url, String... headers) {
		return this.http.get(url, headers);
	}

	public Answer post(String url, String json, String... headers) {
		return this.http.post(url, json, headers);
	}

	public Answer register(String json, String... headers) {
		return this.http.post("/oauth2/register", json, headers);
	}

	public Registered registered(String json) {
		return new Registered(this.http, register(json).expect(201));
	}

	/**
	 * Call the token endpoint as a client that authenticates by client_secret_basic.
	 */
	public Answer token(String clientId, String secret, Map<String, String> form) {
		return this.http.form("/oauth2/token", form, basic(clientId, secret));
	}

	public Answer token(Map<String, String> form) {
		return this.http.form("/oauth2/token", form);
	}

	/**
	 * Take a user through login and consent and exchange the code, as a client with
	 * client_secret_basic.
	 */
	public Answer tokensByCode(Registered client, String redirectUri, String scope) {
		String code = new Browser(http()).code(client.id(), redirectUri, scope);
		return token(client.id(), client.secret(), codeGrant(code, redirectUri));
	}

	public static Map<String, String> codeGrant(String code, String redirectUri) {
		Map<String, String> form = new LinkedHashMap<>();
		form.put("grant_type", "authorization_code");
		form.put("code", code);
		form.put("redirect_uri", redirectUri);
		form.put("code_verifier", Browser.VERIFIER);
		return form;
	}

	/**
	 * An access token of a client that was registered by hand.
	 */
	public String accessToken(String clientId, String scope) {
		return token(clientId, secretOf(clientId), Map.of("grant_type", "client_credentials", "scope", scope))
			.expect(200)
			.string("access_token");
	}

	public Answer introspect(String token) {
		return this.http.form("/oauth2/introspect", Map.of("token", token), basic(CALLER, secretOf(CALLER)));
	}

	/**
	 * How many rows each table has.
	 */
	public Map<String, Integer> rows() {
		JdbcTemplate jdbc = bean(JdbcTemplate.class);
		Map<String, Integer> rows = new LinkedHashMap<>();
		TABLES.forEach((table) -> rows.put(table, jdbc.queryForObject("SELECT count(*) FROM " + table, Integer.class)));
		return rows;
	}

	public RegisteredClient find(String clientId) {
		return bean(RegisteredClientRepository.class).findByClientId(clientId);
	}

	public ConfigurableApplicationContext context() {
		return this.context;
	}

	public <T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	@Override
	public void close() {
		if (!this.shared) {
			this.context.close();
		}
	}

	public static String[] basic(String clientId, String secret) {
		String credentials = clientId + ":" + secret;
		return new String[] { "Authorization",
				"Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)) };
	}

	// Spring's JDBC repository demands that secrets differ
	public static String secretOf(String clientId) {
		return clientId + "-secret";
	}

	public static List<RegisteredClient> handRegistered() {
		return List.of(byHand(CALLER, OAuth2TokenFormat.SELF_CONTAINED),
				byHand(OPAQUE_CALLER, OAuth2TokenFormat.REFERENCE));
	}

	/**
	 * Two users. Those of Spring Boot would stretch the password at each start and login.
	 */
	public static UserDetailsService users() {
		return (name) -> User.withUsername(name.equals("other") ? "other" : "user")
			.password("{noop}password")
			.roles("USER")
			.build();
	}

	private static RegisteredClient byHand(String clientId, OAuth2TokenFormat format) {
		return RegisteredClient.withId(clientId)
			.clientId(clientId)
			.clientSecret("{noop}" + secretOf(clientId))
			.clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
			.authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
			.scope("client.create")
			.scope("other")
			.tokenSettings(TokenSettings.builder().accessTokenFormat(format).build())
			.build();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@ImportAutoConfiguration(TestKey.class)
	public static class Application {

		@Bean
		UserDetailsService userDetailsService() {
			return users();
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class InMemory {

		@Bean
		RegisteredClientRepository registeredClientRepository() {
			return new InMemoryRegisteredClientRepository(handRegistered());
		}

	}

	@Configuration(proxyBeanMethods = false)
	public static class Jdbc extends JdbcServices {

		@Bean
		JdbcRegisteredClientRepository registeredClientRepository(JdbcOperations jdbcOperations) {
			JdbcRegisteredClientRepository repository = new JdbcRegisteredClientRepository(jdbcOperations);
			handRegistered().forEach(repository::save);
			return repository;
		}

	}

	/**
	 * Spring's services that keep authorizations and consents in the database.
	 */
	@Configuration(proxyBeanMethods = false)
	public static class JdbcServices {

		@Bean
		JdbcOAuth2AuthorizationService authorizationService(JdbcOperations jdbcOperations,
				RegisteredClientRepository repository) {
			return new JdbcOAuth2AuthorizationService(jdbcOperations, repository);
		}

		@Bean
		JdbcOAuth2AuthorizationConsentService authorizationConsentService(JdbcOperations jdbcOperations,
				RegisteredClientRepository repository) {
			return new JdbcOAuth2AuthorizationConsentService(jdbcOperations, repository);
		}

	}

}
