package io.github.opendcr.autoconfigure;

import javax.sql.DataSource;

import org.apache.commons.logging.LogFactory;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.SoftwareStatementStore;
import io.github.opendcr.TrustedIssuer;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemorySoftwareStatementStore;
import io.github.opendcr.store.InMemoryTransactions;
import io.github.opendcr.store.JdbcClientRegistrationStore;
import io.github.opendcr.store.JdbcSoftwareStatementStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;

/**
 * Where it is remembered which clients rest on which software statement: beside the
 * registrations.
 */
final class SoftwareStatementStoreConfiguration {

	private SoftwareStatementStoreConfiguration() {
	}

	/**
	 * The registrations are in the application's database.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JdbcTemplate.class)
	@ConditionalOnSingleCandidate(DataSource.class)
	@ConditionalOnBean(JdbcClientRegistrationStore.class)
	@ConditionalOnMissingBean(SoftwareStatementStore.class)
	static class Jdbc {

		@Bean
		JdbcSoftwareStatementStore softwareStatementStore(DataSource dataSource) {
			return new JdbcSoftwareStatementStore(new JdbcTemplate(dataSource));
		}

	}

	/**
	 * They are in memory, or wherever the application keeps them.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(RegisteredClientRepository.class)
	@ConditionalOnMissingBean(SoftwareStatementStore.class)
	@EnableConfigurationProperties(DcrSoftwareStatementProperties.class)
	static class InMemory {

		@Bean
		InMemorySoftwareStatementStore softwareStatementStore(ClientRegistrationStore registrations,
				ObjectProvider<InMemoryTransactions> transactions, DcrSoftwareStatementProperties properties,
				ObjectProvider<TrustedIssuer> issuers) {
			boolean trusting = !properties.trustedIssuers().isEmpty() || issuers.stream().findAny().isPresent();
			if (trusting && !(registrations instanceof InMemoryClientRegistrationStore)) {
				LogFactory.getLog(SoftwareStatementStoreConfiguration.class)
					.warn("Which software statements were used or withdrawn is remembered in memory, registrations are "
							+ "not: after a restart, and on other nodes, it is unknown. Declare a "
							+ "SoftwareStatementStore bean");
			}
			return new InMemorySoftwareStatementStore(transactions.getIfAvailable(InMemoryTransactions::new));
		}

	}

}
