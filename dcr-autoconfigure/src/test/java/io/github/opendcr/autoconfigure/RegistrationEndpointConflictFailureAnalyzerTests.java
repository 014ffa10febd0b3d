package io.github.opendcr.autoconfigure;

import java.time.Clock;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;

import io.github.opendcr.server.AuthorizationServerCustomizer;
import io.github.opendcr.server.SeamSettings;
import io.github.opendcr.server.authentication.TestClientAuthentication;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.token.ShownConsents;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryTransactions;
import io.github.opendcr.testkit.TestPages;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration;
import org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerAutoConfiguration;
import org.springframework.boot.security.oauth2.server.authorization.autoconfigure.servlet.OAuth2AuthorizationServerJwtAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RegistrationEndpointConflictFailureAnalyzer}.
 */
class RegistrationEndpointConflictFailureAnalyzerTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(SecurityAutoConfiguration.class,
				ServletWebSecurityAutoConfiguration.class, OAuth2AuthorizationServerAutoConfiguration.class,
				OAuth2AuthorizationServerJwtAutoConfiguration.class))
		.withUserConfiguration(Conflict.class)
		.withPropertyValues("spring.security.oauth2.authorizationserver.client.a.registration.client-id=a",
				"spring.security.oauth2.authorizationserver.client.a.registration.client-authentication-methods=none",
				"spring.security.oauth2.authorizationserver.client.a.registration.authorization-grant-types=client_credentials");

	@Test
	void analyzeWhenSpringsEndpointIsOnOurPathThenSaysWhatToChange() {
		this.runner.run((context) -> {
			FailureAnalysis analysis = new RegistrationEndpointConflictFailureAnalyzer()
				.analyze(context.getStartupFailure());
			assertThat(analysis).isNotNull();
			assertThat(analysis.getDescription()).contains("'/oauth2/register'", "dcr.enabled",
					"OAuth2AuthorizationServerConfigurer.clientRegistrationEndpoint(...)");
			assertThat(analysis.getAction()).contains("dcr.path", "AuthorizationServerSettings");
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Conflict {

		@Bean
		AuthorizationServerCustomizer authorizationServerCustomizer() {
			return new AuthorizationServerCustomizer(
					new SeamSettings("/oauth2/register", Set.of("none"), Set.of(), true, List.of(), true, true),
					new AuthorizationServerServices(), TestClientAuthentication.withoutKeys(), null, null,
					(request, response, client) -> true,
					new ShownConsents(() -> new InMemoryClientRegistrationStore(new InMemoryTransactions()), false),
					null, TestPages.offConsent(), (clientId) -> {
					}, Clock.systemUTC());
		}

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			http.oauth2AuthorizationServer((server) -> server.clientRegistrationEndpoint(Customizer.withDefaults()));
			return http.build();
		}

	}

}
