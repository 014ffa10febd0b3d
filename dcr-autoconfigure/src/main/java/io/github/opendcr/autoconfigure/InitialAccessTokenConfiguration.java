package io.github.opendcr.autoconfigure;

import java.time.Clock;

import org.apache.commons.logging.LogFactory;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.policy.RegistrationPolicies;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryStores;
import io.github.opendcr.store.InMemoryTransactions;
import io.github.opendcr.token.InitialAccessTokenStore;
import io.github.opendcr.token.InitialAccessTokens;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Initial access tokens: issued, spent by a registration, and kept in memory unless they
 * are in the database beside the registrations.
 */
@Configuration(proxyBeanMethods = false)
class InitialAccessTokenConfiguration {

	@Bean
	@ConditionalOnMissingBean
	InitialAccessTokenStore initialAccessTokenStore(DcrProperties properties, ClientRegistrationStore registrations,
			ObjectProvider<InMemoryTransactions> transactions) {
		boolean asked = properties.permission() == DcrProperties.Permission.INITIAL_ACCESS_TOKEN
				|| properties.permission() == DcrProperties.Permission.ALLOW_ALL;
		if (asked && !(registrations instanceof InMemoryClientRegistrationStore)) {
			LogFactory.getLog(InitialAccessTokenConfiguration.class)
				.warn("Initial access tokens are kept in memory, registrations are not: after a restart, and on "
						+ "other nodes, they are unknown, and a failed registration costs a use. Declare an "
						+ "InitialAccessTokenStore bean");
		}
		return new InMemoryStores(transactions.getIfUnique(InMemoryTransactions::new)).initialAccessTokens();
	}

	@Bean
	@ConditionalOnMissingBean
	InitialAccessTokens initialAccessTokens(InitialAccessTokenStore store, RegistrationPolicies policies,
			ApplicationEventPublisher publisher, ObjectProvider<Clock> clocks) {
		return InitialAccessTokens.of(store, policies::exists, publisher, clocks.getIfUnique(Clock::systemUTC));
	}

}
