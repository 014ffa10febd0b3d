package io.github.opendcr.store;

import java.util.List;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.opendcr.statement.SoftwareStatementStore;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What {@link JdbcSoftwareStatementStore} must do on every database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcSoftwareStatementStoreContract extends SoftwareStatementStoreContract {

	private static final List<String> TABLES = List.of("dcr_software_statement", "dcr_software_statement_use",
			"dcr_software_statement_withdrawal");

	private DataSource dataSource;

	private JdbcSoftwareStatementStore store;

	protected abstract TestDatabase newDatabase();

	@BeforeAll
	void createTables() {
		this.dataSource = newDatabase().runScript("schema").runScript("schema").dataSource();
		this.store = new JdbcSoftwareStatementStore(new JdbcTemplate(this.dataSource));
		this.store.afterPropertiesSet();
	}

	@BeforeEach
	void emptyTables() {
		TABLES.forEach((table) -> new JdbcTemplate(this.dataSource).update("DELETE FROM " + table));
	}

	@Override
	protected SoftwareStatementStore store() {
		return this.store;
	}

	@Override
	protected TransactionOperations transactions() {
		return new TransactionTemplate(new JdbcTransactionManager(this.dataSource));
	}

	@Test
	void startWhenATableIsMissingThenExceptionNamesIt() {
		JdbcTemplate jdbcTemplate = new JdbcTemplate(newDatabase().runScript("schema").dataSource());
		jdbcTemplate.execute("DROP TABLE dcr_software_statement_use");
		assertThatExceptionOfType(ClientRegistrationTableMissingException.class)
			.isThrownBy(new JdbcSoftwareStatementStore(jdbcTemplate)::afterPropertiesSet)
			.withMessageContaining("dcr_software_statement_use");
	}

}
