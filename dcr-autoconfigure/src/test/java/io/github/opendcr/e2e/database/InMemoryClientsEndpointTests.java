package io.github.opendcr.e2e.database;

import io.github.opendcr.testkit.TestServer;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationConsentService;
import org.springframework.security.oauth2.server.authorization.InMemoryOAuth2AuthorizationService;

/**
 * {@link ClientsEndpointContract} with everything in memory.
 */
class InMemoryClientsEndpointTests extends ClientsEndpointContract {

	@Override
	TestServer start() {
		return TestServer.startInMemory(WithServices.class, properties());
	}

	@Configuration(proxyBeanMethods = false)
	static class WithServices extends Application {

		@Bean
		InMemoryOAuth2AuthorizationService authorizationService() {
			return new InMemoryOAuth2AuthorizationService();
		}

		@Bean
		InMemoryOAuth2AuthorizationConsentService authorizationConsentService() {
			return new InMemoryOAuth2AuthorizationConsentService();
		}

	}

}
