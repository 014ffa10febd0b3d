package io.github.opendcr.store;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.opendcr.OperatorActionStore;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What {@link JdbcOperatorActionStore} must do on every database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcOperatorActionStoreContract extends OperatorActionStoreContract {

	private DataSource dataSource;

	private JdbcOperatorActionStore store;

	protected abstract TestDatabase newDatabase();

	@BeforeAll
	void createTables() {
		this.dataSource = newDatabase().runScript("schema").runScript("schema").dataSource();
		this.store = new JdbcOperatorActionStore(new JdbcTemplate(this.dataSource));
		this.store.afterPropertiesSet();
	}

	@BeforeEach
	void emptyTable() {
		new JdbcTemplate(this.dataSource).update("DELETE FROM dcr_operator_action");
	}

	@Override
	protected OperatorActionStore store() {
		return this.store;
	}

	@Override
	protected TransactionOperations transactions() {
		return new TransactionTemplate(new JdbcTransactionManager(this.dataSource));
	}

	@Test
	void startWhenTheTableIsMissingThenExceptionNamesIt() {
		JdbcTemplate jdbcTemplate = new JdbcTemplate(newDatabase().runScript("schema").dataSource());
		jdbcTemplate.execute("DROP TABLE dcr_operator_action");
		assertThatExceptionOfType(ClientRegistrationTableMissingException.class)
			.isThrownBy(new JdbcOperatorActionStore(jdbcTemplate)::afterPropertiesSet)
			.withMessageContaining("dcr_operator_action");
	}

}
