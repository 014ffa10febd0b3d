package io.github.opendcr.autoconfigure;

import java.time.Clock;

import javax.sql.DataSource;

import org.apache.commons.logging.LogFactory;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.InitialAccessTokenStore;
import io.github.opendcr.InitialAccessTokens;
import io.github.opendcr.actuate.InitialAccessTokensEndpoint;
import io.github.opendcr.admission.InitialAccessTokenService;
import io.github.opendcr.admission.InitialAccessTokenSpending;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryInitialAccessTokenStore;
import io.github.opendcr.store.InMemoryTransactions;
import io.github.opendcr.store.JdbcClientRegistrationStore;
import io.github.opendcr.store.JdbcInitialAccessTokenStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Initial access tokens: kept where the registrations are, issued through Java and
 * Actuator, spent by a registration.
 */
final class InitialAccessTokenConfiguration {

	private InitialAccessTokenConfiguration() {
	}

	/**
	 * Our registrations are in the application's database.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JdbcTemplate.class)
	@ConditionalOnSingleCandidate(DataSource.class)
	@ConditionalOnBean(JdbcClientRegistrationStore.class)
	@ConditionalOnMissingBean(InitialAccessTokenStore.class)
	static class Jdbc {

		@Bean
		JdbcInitialAccessTokenStore initialAccessTokenStore(DataSource dataSource) {
			return new JdbcInitialAccessTokenStore(new JdbcTemplate(dataSource));
		}

	}

	/**
	 * They aren't.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(RegisteredClientRepository.class)
	@ConditionalOnMissingBean(InitialAccessTokenStore.class)
	static class InMemory {

		@Bean
		InMemoryInitialAccessTokenStore initialAccessTokenStore(DcrProperties properties,
				ClientRegistrationStore registrations, ObjectProvider<InMemoryTransactions> transactions) {
			boolean asked = properties.permission() == DcrProperties.Permission.INITIAL_ACCESS_TOKEN
					|| properties.permission() == DcrProperties.Permission.ALLOW_ALL;
			if (asked && !(registrations instanceof InMemoryClientRegistrationStore)) {
				LogFactory.getLog(InitialAccessTokenConfiguration.class)
					.warn("Initial access tokens are kept in memory, registrations are not: after a restart, and on "
							+ "other nodes, they are unknown, and a failed registration costs a use. Declare an "
							+ "InitialAccessTokenStore bean");
			}
			return new InMemoryInitialAccessTokenStore(transactions.getIfUnique(InMemoryTransactions::new));
		}

	}

	/**
	 * Wherever they are kept.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(RegisteredClientRepository.class)
	static class Tokens {

		@Bean
		@ConditionalOnMissingBean
		InitialAccessTokens initialAccessTokens(InitialAccessTokenStore store, RegistrationPolicies policies,
				ApplicationEventPublisher publisher, ObjectProvider<Clock> clocks) {
			return new InitialAccessTokenService(store, policies::exists, publisher,
					clocks.getIfUnique(Clock::systemUTC));
		}

		@Bean
		@Order(0) // before what is asked of those who may register
		@ConditionalOnMissingBean
		InitialAccessTokenSpending initialAccessTokenSpending(InitialAccessTokenStore store,
				ObjectProvider<Clock> clocks) {
			return new InitialAccessTokenSpending(store, clocks.getIfUnique(Clock::systemUTC));
		}

	}

	/**
	 * The application has Actuator.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
	@ConditionalOnBean(InitialAccessTokens.class)
	static class Actuator {

		@Bean
		@ConditionalOnAvailableEndpoint
		@ConditionalOnMissingBean
		InitialAccessTokensEndpoint initialAccessTokensEndpoint(InitialAccessTokens tokens) {
			return new InitialAccessTokensEndpoint(tokens);
		}

	}

}
