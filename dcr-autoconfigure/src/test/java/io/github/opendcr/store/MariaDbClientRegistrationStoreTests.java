package io.github.opendcr.store;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link JdbcClientRegistrationStore} on MariaDB.
 */
@EnabledIfSystemProperty(named = TestDatabases.MARIADB_URL, matches = ".+")
class MariaDbClientRegistrationStoreTests extends JdbcClientRegistrationStoreContract {

	@Override
	protected TestDatabase newDatabase() {
		return TestDatabases.mariadb();
	}

	@Test
	void replaceWhenSnapshotIsolationAndChangedSinceReadThenConcurrencyFailure() {
		// The default from MariaDB 11.6 on
		TestDatabase database = newDatabase().runScript("schema");
		DriverManagerDataSource dataSource = new DriverManagerDataSource(
				database.url() + "?sessionVariables=innodb_snapshot_isolation=ON", database.username(),
				database.password());
		JdbcClientRegistrationStore store = new JdbcClientRegistrationStore(new JdbcTemplate(dataSource));
		ClientRegistration registration = TestRegistrations.registration("client", "hash");
		store.insert(registration);
		TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
		assertThatExceptionOfType(ConcurrencyFailureException.class)
			.isThrownBy(() -> transactions.executeWithoutResult((status) -> {
				store.findByClientId("client");
				assertThat(
						this.calls.elsewhere(() -> store.replace(TestRegistrations.updated(registration, "next"), 1)))
					.isTrue();
				store.replace(TestRegistrations.updated(registration, "late"), 1);
			}));
		assertThat(List.of(store.findByClientId("client"))).extracting(ClientRegistration::tokenHash)
			.containsExactly("next");
	}

}
