package io.github.opendcr.store;

import java.util.Map;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.quota.ClientQuotaStore;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What {@link JdbcClientQuotaStore} and its scripts must do on every database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcClientQuotaStoreContract extends ClientQuotaStoreContract {

	protected DataSource dataSource;

	private JdbcTemplate jdbcTemplate;

	protected abstract TestDatabase newDatabase();

	@BeforeAll
	void createTables() {
		this.dataSource = newDatabase().runScript("schema").dataSource();
		this.jdbcTemplate = new JdbcTemplate(this.dataSource);
	}

	@BeforeEach
	void emptyTables() {
		this.jdbcTemplate.update("DELETE FROM dcr_client_quota");
		this.jdbcTemplate.update("DELETE FROM dcr_client_registration");
	}

	@Override
	protected ClientQuotaStore store() {
		return new JdbcClientQuotaStore(this.jdbcTemplate);
	}

	@Override
	protected ClientRegistrationStore registrations() {
		return new JdbcClientRegistrationStore(this.jdbcTemplate);
	}

	// useAffectedRows of MySQL and MariaDB
	@Test
	void setWhenTheDriverDoesNotCountRowsThatStayTheSameThenTheRowIsThere() {
		store().set("a", 5);
		new JdbcClientQuotaStore(new JdbcTemplate(this.dataSource) {

			@Override
			public int update(String sql, Object... arguments) {
				return super.update(sql, arguments) - (sql.startsWith("UPDATE") ? 1 : 0);
			}

		}).set("a", 5);
		assertThat(store().findAll()).isEqualTo(Map.of("a", 5L));
	}

	@Override
	protected TransactionOperations transactions() {
		return new TransactionTemplate(new JdbcTransactionManager(this.dataSource));
	}

	@Test
	void startWhenTableIsMissingThenNamesIt() {
		JdbcClientQuotaStore store = new JdbcClientQuotaStore(new JdbcTemplate(newDatabase().dataSource()));
		assertThatExceptionOfType(ClientRegistrationTableMissingException.class).isThrownBy(store::afterPropertiesSet)
			.withMessageContaining("dcr_client_quota");
	}

}
