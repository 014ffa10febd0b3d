package io.github.opendcr.autoconfigure;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;

import io.github.opendcr.storage.RegistrationTransactions;
import io.github.opendcr.testkit.TestDatabases;

import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the choice of {@link RegistrationTransactions}: the application's
 * transactions if they are on the registrations' database, and none that would not hold
 * them together.
 */
class RegistrationTransactionsTests {

	private final DataSource dataSource = TestDatabases.h2().dataSource();

	@Test
	void transactionsWhenApplicationHasNoneThenOurOwn() {
		assertThat(chosen(null)).isInstanceOf(JdbcTransactionManager.class);
	}

	@Test
	void transactionsWhenForTheSameDatabaseThenTheApplications() {
		for (PlatformTransactionManager same : new PlatformTransactionManager[] {
				new JdbcTransactionManager(this.dataSource), new EntityTransactionManager(this.dataSource),
				new GlobalTransactionManager() }) {
			assertThat(chosen(same)).isSameAs(same);
		}
	}

	@Test
	void transactionsWhenForAnotherResourceThenOurOwn() {
		for (PlatformTransactionManager other : new PlatformTransactionManager[] {
				new JdbcTransactionManager(TestDatabases.h2().dataSource()),
				new EntityTransactionManager(TestDatabases.h2().dataSource()), new EntityTransactionManager(null) }) {
			assertThat(chosen(other)).isInstanceOfSatisfying(JdbcTransactionManager.class,
					(own) -> assertThat(own).isNotSameAs(other)
						.returns(this.dataSource, JdbcTransactionManager::getDataSource));
		}
	}

	private PlatformTransactionManager chosen(PlatformTransactionManager application) {
		return ((TransactionTemplate) transactions(this.dataSource, application).operations()).getTransactionManager();
	}

	private static RegistrationTransactions transactions(DataSource dataSource,
			PlatformTransactionManager application) {
		StaticListableBeanFactory beans = new StaticListableBeanFactory();
		if (application != null) {
			beans.addBean("transactionManager", application);
		}
		return new ClientRegistrationStoreConfiguration.Jdbc().registrationTransactions(dataSource,
				beans.getBeanProvider(PlatformTransactionManager.class));
	}

	/**
	 * Transactions of everything, as JTA's.
	 */
	private static class GlobalTransactionManager extends AbstractPlatformTransactionManager {

		@Override
		protected Object doGetTransaction() {
			return this;
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
		}

	}

	/**
	 * Transactions of a resource that may be on a database, as JPA's or MongoDB's.
	 */
	public static final class EntityTransactionManager extends GlobalTransactionManager
			implements ResourceTransactionManager {

		private final DataSource dataSource;

		EntityTransactionManager(DataSource dataSource) {
			this.dataSource = dataSource;
		}

		@Override
		public Object getResourceFactory() {
			return this;
		}

		public DataSource getDataSource() {
			return this.dataSource;
		}

	}

}
