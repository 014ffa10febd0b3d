package io.github.opendcr.benchmarks.server;

import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.JdbcOAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.JdbcRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Where clients and tokens are kept: both by Spring's classes.
 */
@Configuration(proxyBeanMethods = false)
class StoreConfiguration {

	/**
	 * In PostgreSQL.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "benchmark.store", havingValue = "jdbc")
	static class Jdbc {

		@Bean
		JdbcRegisteredClientRepository registeredClientRepository(JdbcOperations jdbc) {
			return new JdbcRegisteredClientRepository(jdbc);
		}

		@Bean
		JdbcOAuth2AuthorizationService authorizationService(JdbcOperations jdbc, RegisteredClientRepository clients) {
			return new JdbcOAuth2AuthorizationService(jdbc, clients);
		}

	}

	/**
	 * In memory. The repository can't be empty.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnProperty(name = "benchmark.store", havingValue = "memory")
	static class Memory {

		@Bean
		InMemoryRegisteredClientRepository registeredClientRepository() {
			return new InMemoryRegisteredClientRepository(RegisteredClient.withId("first")
				.clientId("first")
				.clientAuthenticationMethod(ClientAuthenticationMethod.NONE)
				.authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
				.redirectUri("https://app.example.com/callback")
				.build());
		}

	}

}
