package io.github.opendcr.autoconfigure;

import java.time.Clock;
import java.time.Duration;

import javax.sql.DataSource;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.OperatorActionStore;
import io.github.opendcr.idempotency.IdempotentRequestStore;
import io.github.opendcr.lifecycle.RecurringTask;
import io.github.opendcr.quota.ClientQuotaStore;
import io.github.opendcr.server.token.JdbcTransactions;
import io.github.opendcr.statement.SoftwareStatementStore;
import io.github.opendcr.storage.RegistrationTransactions;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryStores;
import io.github.opendcr.store.InMemoryTransactions;
import io.github.opendcr.store.JdbcClientRegistrationStore;
import io.github.opendcr.store.JdbcStores;
import io.github.opendcr.store.SpringTableIndexCheck;
import io.github.opendcr.token.InitialAccessTokenStore;
import io.github.opendcr.use.ClientUseStore;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.init.DataSourceScriptDatabaseInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Where registrations are kept: in the application's database if it has one, otherwise in
 * memory. And what has to be kept with them.
 */
final class ClientRegistrationStoreConfiguration {

	private static final Duration BETWEEN_INDEXING = Duration.ofSeconds(10);

	private ClientRegistrationStoreConfiguration() {
	}

	/**
	 * The application has a {@link DataSource}.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ JdbcTemplate.class, DataSourceScriptDatabaseInitializer.class })
	@ConditionalOnSingleCandidate(DataSource.class)
	@ConditionalOnMissingBean(ClientRegistrationStore.class)
	@EnableConfigurationProperties(DcrJdbcProperties.class)
	static class Jdbc {

		@Bean
		@Conditional(OnDcrDataSourceInitializationCondition.class)
		DcrDataSourceScriptDatabaseInitializer dcrDataSourceScriptDatabaseInitializer(DataSource dataSource,
				DcrJdbcProperties properties) {
			return new DcrDataSourceScriptDatabaseInitializer(dataSource, properties);
		}

		@Bean
		JdbcClientRegistrationStore clientRegistrationStore(DataSource dataSource) {
			return new JdbcClientRegistrationStore(new JdbcTemplate(dataSource));
		}

		@Bean
		RegistrationTransactions registrationTransactions(DataSource dataSource,
				ObjectProvider<PlatformTransactionManager> transactionManagers) {
			PlatformTransactionManager transactionManager = JdbcTransactions.select(dataSource,
					transactionManagers.getIfUnique());
			return new RegistrationTransactions(new TransactionTemplate(transactionManager), dataSource);
		}

		@Bean
		SpringTableIndexCheck springTableIndexCheck(DataSource dataSource) {
			return new SpringTableIndexCheck(dataSource);
		}

	}

	/**
	 * The application has neither that nor a store of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(ClientRegistrationStore.class)
	static class InMemory {

		@Bean
		InMemoryTransactions inMemoryTransactions() {
			return new InMemoryTransactions();
		}

		@Bean
		InMemoryClientRegistrationStore clientRegistrationStore(InMemoryTransactions transactions) {
			return new InMemoryClientRegistrationStore(transactions);
		}

		@Bean
		RegistrationTransactions registrationTransactions(InMemoryTransactions transactions) {
			return new RegistrationTransactions(transactions.operations(), null);
		}

	}

	/**
	 * The application has a store of its own.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnMissingBean(RegistrationTransactions.class)
	static class Application {

		@Bean
		RegistrationTransactions registrationTransactions(
				ObjectProvider<PlatformTransactionManager> transactionManagers) {
			PlatformTransactionManager transactionManager = transactionManagers.getIfUnique();
			return new RegistrationTransactions((transactionManager != null)
					? new TransactionTemplate(transactionManager) : TransactionOperations.withoutTransaction(), null);
		}

	}

	/**
	 * What else is kept where our registrations are, in the application's database.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(JdbcTemplate.class)
	@ConditionalOnSingleCandidate(DataSource.class)
	@ConditionalOnBean(JdbcClientRegistrationStore.class)
	static class BesideJdbc {

		private final JdbcStores stores;

		BesideJdbc(DataSource dataSource) {
			this.stores = new JdbcStores(new JdbcTemplate(dataSource));
		}

		@Bean
		@ConditionalOnMissingBean
		InitialAccessTokenStore initialAccessTokenStore() {
			return this.stores.initialAccessTokens();
		}

		@Bean
		@ConditionalOnMissingBean
		ClientQuotaStore clientQuotaStore() {
			return this.stores.quotas();
		}

		@Bean
		@ConditionalOnMissingBean
		SoftwareStatementStore softwareStatementStore() {
			return this.stores.softwareStatements();
		}

		@Bean
		@ConditionalOnMissingBean
		ClientUseStore clientUseStore() {
			return this.stores.uses();
		}

		@Bean
		@ConditionalOnMissingBean
		IdempotentRequestStore idempotentRequestStore() {
			return this.stores.idempotentRequests();
		}

		@Bean
		@ConditionalOnMissingBean
		OperatorActionStore operatorActionStore() {
			return this.stores.operatorActions();
		}

		@Bean
		RecurringTask searchIndexTask(JdbcClientRegistrationStore store, RegistrationTransactions transactions,
				ObjectProvider<Clock> clocks) {
			return RecurringTask.of("dcr-search", BETWEEN_INDEXING,
					"By what operators find clients could not be written",
					store.termIndex(transactions.operations(), clocks.getIfUnique(Clock::systemUTC)));
		}

	}

	/**
	 * What else is kept in memory only if our registrations are.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean({ InMemoryClientRegistrationStore.class, InMemoryTransactions.class })
	static class BesideInMemory {

		private final InMemoryStores stores;

		BesideInMemory(InMemoryTransactions transactions) {
			this.stores = new InMemoryStores(transactions);
		}

		@Bean
		@ConditionalOnMissingBean
		ClientQuotaStore clientQuotaStore() {
			return this.stores.quotas();
		}

		@Bean
		@ConditionalOnMissingBean
		ClientUseStore clientUseStore(InMemoryClientRegistrationStore registrations) {
			return this.stores.uses(registrations);
		}

		@Bean
		@ConditionalOnMissingBean
		IdempotentRequestStore idempotentRequestStore() {
			return this.stores.idempotentRequests();
		}

		@Bean
		@ConditionalOnMissingBean
		OperatorActionStore operatorActionStore() {
			return this.stores.operatorActions();
		}

	}

}
