package io.github.opendcr.autoconfigure;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.server.discovery.RegistrationEndpointConflictException;
import io.github.opendcr.store.ClientRegistrationTableMissingException;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications that must not start, and what they are told.
 */
class DcrStartUpFailureTests {

	private final WebApplicationContextRunner contextRunner = TestClients.withDatabase();

	@Test
	void startWhenTableIsMissingThenSaysHowToMakeIt() {
		this.contextRunner.withPropertyValues("dcr.jdbc.initialize-schema=never").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure())
				.hasStackTraceContaining(ClientRegistrationTableMissingException.class.getName());
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			// all are missing: which of them is looked at first is nothing to rely on
			assertThat(analysis.getDescription())
				.containsPattern("The table dcr_\\w+ can't be read in this H2 database");
			assertThat(analysis.getAction()).contains("classpath:io/github/opendcr/store/schema-h2.sql",
					"dcr.jdbc.initialize-schema=always");
		});
	}

	@Test
	void startWhenSpringsEndpointHasThePathThenSaysWhatToChange() {
		this.contextRunner.withUserConfiguration(SpringsEndpoint.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure())
				.hasStackTraceContaining(RegistrationEndpointConflictException.class.getName());
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("/oauth2/register",
					"OAuth2AuthorizationServerConfigurer.clientRegistrationEndpoint", "dcr.enabled");
			assertThat(analysis.getAction()).contains("dcr.path", "AuthorizationServerSettings");
		});
	}

	@Test
	void startWhenSpringsEndpointHasAnotherPathThenStarts() {
		this.contextRunner.withUserConfiguration(SpringsEndpoint.class)
			.withPropertyValues("dcr.path=/clients")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startWhenSpringsOidcEndpointHasThePathThenSaysWhatToChange() {
		this.contextRunner.withUserConfiguration(SpringsOidcEndpoint.class)
			.withPropertyValues("dcr.path=/connect/register")
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(analyze(context.getStartupFailure()).getDescription()).contains("/connect/register",
						"OidcConfigurer.clientRegistrationEndpoint");
			});
		this.contextRunner.withUserConfiguration(SpringsOidcEndpoint.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startWhenOffThenSpringsEndpointIsNoConflict() {
		this.contextRunner.withUserConfiguration(SpringsEndpoint.class)
			.withPropertyValues("dcr.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			dcr.path                           | oauth2/register
			dcr.path                           | /oauth2/register/
			dcr.path                           | /oauth2/**
			dcr.path                           | /oauth2/{id}
			dcr.path                           | /
			dcr.path                           | //register
			dcr.path                           | /oauth2/../register
			dcr.path                           | /register?a=b
			dcr.path                           | ''
			dcr.redirect-uris.allowed-schemes  | javascript
			dcr.redirect-uris.allowed-schemes  | myapp,data
			dcr.redirect-uris.allowed-schemes  | FILE
			dcr.redirect-uris.allowed-schemes  | cursor://
			dcr.redirect-uris.allowed-schemes  | 1x
			dcr.redirect-uris.allowed-hosts    | https://client.example
			dcr.redirect-uris.allowed-hosts    | a.example,client.example:443
			dcr.redirect-uris.allowed-hosts    | client.example/callback
			dcr.redirect-uris.allowed-hosts    | *client.example
			dcr.redirect-uris.allowed-hosts    | *
			dcr.policies.p.redirect-uris.allowed-hosts | *.
			dcr.default-scopes                 | openid
			dcr.policies.p.default-scopes      | openid
			dcr.policies.p.allowed-grant-types | authorisation_code
			dcr.allowed-grant-types            | authorisation_code
			dcr.allowed-grant-types            | urn:ietf:params:oauth:grant-type:device-code
			dcr.resources.allowed[0].uri       | mcp.example.com
			dcr.resources.allowed[0].prefix    | https://mcp.example.com/?tenant
			dcr.fetch.ssl-bundle               | nowhere
			dcr.keys.certificate-authorities   | nowhere
			dcr.jdbc.schema                    | classpath:nowhere.sql
			dcr.pages.stylesheet               | style.css
			""")
	void startWhenPropertyIsBadThenNamesIt(String name, String value) {
		this.contextRunner.withPropertyValues(name + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains(name);
			assertThat(analysis.getCause()).isInstanceOf(InvalidConfigurationPropertyValueException.class);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "dcr.resources.allowed[0].scopes=read",
			"dcr.resources.allowed[0].uri=urn:a,dcr.resources.allowed[0].prefix=https://a.example/" })
	void startWhenResourceHasNotOneNameThenSaysWhatItNeeds(String properties) {
		this.contextRunner.withPropertyValues(properties.split(",")).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(analyze(context.getStartupFailure()).getDescription()).contains("dcr.resources.allowed[0]",
					"needs a uri or a prefix, and not both");
		});
	}

	@ParameterizedTest
	@CsvSource({ "dcr.max-request-size, 3GB", "dcr.max-request-size, 0B", "dcr.max-request-size, -1B",
			"dcr.registration-access-token.time-to-live, -1s", "dcr.client-secret.time-to-live, -1s",
			"dcr.permission, everyone" })
	void startWhenValueCannotWorkThenNamesTheProperty(String name, String value) {
		this.contextRunner.withPropertyValues(name + "=" + value).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains(name);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "dcr.policies.partner.allowed-scope", "dcr.policies.partner.allowed-hosts",
			"dcr.policies.partner.redirect-uris.alowed-hosts", "dcr.policies.partner.client-secret.encoding" })
	void startWhenPropertyOfAPolicyIsUnknownThenNamesIt(String name) {
		this.contextRunner.withPropertyValues("dcr.policies.partner.allowed-scopes=a", name + "=b").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(analyze(context.getStartupFailure()).getDescription()).contains(name);
		});
	}

	// 46 scopes of 14 characters take 46 * 21 - 1 of 962
	@Test
	void startWhenNoConsentHasRoomForTheDefaultScopesThenSaysHowMuchThereIs() {
		String most = scopes(45);
		String tooMany = scopes(46);
		WebApplicationContextRunner runner = this.contextRunner.withPropertyValues("dcr.allowed-scopes=" + tooMany);
		runner.withPropertyValues("dcr.default-scopes=" + tooMany).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("dcr.default-scopes",
					"A user's consent to all of them takes 965 characters", "has room for 962");
		});
		runner.withPropertyValues("dcr.policies.partner.default-scopes=" + tooMany).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(analyze(context.getStartupFailure()).getDescription())
				.contains("dcr.policies.partner.default-scopes", "takes 965 characters");
		});
		runner
			.withPropertyValues("dcr.default-scopes=" + most, "dcr.policies.machines.default-scopes=" + tooMany,
					"dcr.policies.machines.allowed-grant-types=client_credentials")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void startWhenNoClientCanHaveTheDefaultScopesThenSaysWhy() {
		for (String scopes : List.of("a\"b", "größe", scopes(70))) {
			this.contextRunner
				.withPropertyValues("dcr.allowed-grant-types=client_credentials", "dcr.allowed-scopes=" + scopes,
						"dcr.default-scopes=" + scopes)
				.run((context) -> {
					assertThat(context).hasFailed();
					assertThat(analyze(context.getStartupFailure()).getDescription()).contains("dcr.default-scopes",
							"Every client that gets them would be refused: scope ");
				});
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "default-metadata", "forced-metadata" })
	void startWhenNoConsentHasRoomForTheScopesThatAPolicySetsThenNamesIt(String property) {
		this.contextRunner
			.withPropertyValues("dcr.allowed-scopes=" + scopes(46),
					"dcr." + property + "={\"scope\": \"" + scopes(46).replace(',', ' ') + "\"}")
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(analyze(context.getStartupFailure()).getDescription()).contains("dcr." + property,
						"takes 965 characters");
			});
	}

	private static String scopes(int number) {
		return IntStream.range(0, number).mapToObj("a-long-scope%02d"::formatted).collect(Collectors.joining(","));
	}

	@Test
	void startWhenPolicyIsUnknownThenSaysWhichThereAre() {
		this.contextRunner.withPropertyValues("dcr.policies.partner.allowed-scopes=a", "dcr.policy=partners")
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(analyze(context.getStartupFailure()).getDescription()).contains("dcr.policy", "partners",
						"[partner]");
			});
	}

	@Test
	void startWhenThereIsNoServerChainThenSaysSo() {
		this.contextRunner.withUserConfiguration(NoServer.class).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = analyze(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("dcr.enabled", "OAuth2AuthorizationServerConfigurer");
			assertThat(analysis.getAction()).contains("HttpSecurity.oauth2AuthorizationServer(...)");
		});
	}

	@Test
	void startWhenGrantTypeIsTheApplicationsOwnThenStarts() {
		this.contextRunner
			.withPropertyValues(
					"dcr.allowed-grant-types=authorization_code,urn:example:grant,https://example.org/grant")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@CsvSource({ "dcr.keys.secret-encryption-key, not-to-be-seen", "dcr.pairwise.salt, short-salt" })
	void startWhenSecretIsBadThenNamesThePropertyAndDoesNotShowIt(String name, String secret) {
		this.contextRunner.withPropertyValues(name + "=" + secret).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis analysis = analyze(context.getStartupFailure(), environment(name, secret));
			assertThat(analysis.getDescription() + analysis.getAction()).contains(name).doesNotContain(secret);
			for (Throwable cause = context.getStartupFailure(); cause != null; cause = cause.getCause()) {
				assertThat(cause.toString()).doesNotContain(secret);
			}
		});
	}

	@Test
	void toStringThenHasNoSecret() {
		assertThat(new DcrKeysProperties("not-to-be-seen", "authorities")).asString()
			.contains("authorities")
			.doesNotContain("not-to-be-seen");
		assertThat(new DcrPairwiseProperties("not-to-be-seen")).asString().doesNotContain("not-to-be-seen");
	}

	@Test
	void analyzeWhenDatabaseIsNotSupportedThenSaysSo() {
		FailureAnalysis analysis = analyze(new ClientRegistrationTableMissingException("dcr_client_registration",
				"Oracle", null, new IllegalStateException("ORA-00942")));
		assertThat(analysis.getAction()).contains("Oracle is not supported", "PostgreSQL", "ClientRegistrationStore")
			.doesNotContain("by hand");
	}

	/**
	 * Ask the analyzers in the order in which Boot does.
	 */
	private static FailureAnalysis analyze(Throwable failure) {
		return analyze(failure, new StandardEnvironment());
	}

	private static FailureAnalysis analyze(Throwable failure, Environment environment) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, SpringFactoriesLoader.ArgumentResolver.of(Environment.class, environment),
					(type, name, cause) -> assertThat(name).startsWith("org.springframework"))
			.stream()
			.map((analyzer) -> analyzer.analyze(failure))
			.filter((analysis) -> analysis != null)
			.findFirst()
			.orElseThrow(() -> new AssertionError("No analysis", failure));
	}

	// In which Spring Boot looks values up
	private static Environment environment(String name, String value) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", Map.of(name, value)));
		return environment;
	}

	@Configuration(proxyBeanMethods = false)
	static class SpringsEndpoint {

		@Bean
		SecurityFilterChain serverChain(HttpSecurity http) {
			return http
				.oauth2AuthorizationServer((server) -> server.clientRegistrationEndpoint(Customizer.withDefaults()))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SpringsOidcEndpoint {

		@Bean
		SecurityFilterChain serverChain(HttpSecurity http) {
			return http
				.oauth2AuthorizationServer(
						(server) -> server.oidc((oidc) -> oidc.clientRegistrationEndpoint(Customizer.withDefaults())))
				.build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NoServer {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http.formLogin(Customizer.withDefaults()).build();
		}

	}

}
