package io.github.opendcr.store;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.opendcr.idempotency.IdempotentRequestStore;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * What {@link JdbcIdempotentRequestStore} and its table must do on every database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcIdempotentRequestStoreContract extends IdempotentRequestStoreContract {

	private TestDatabase database;

	private DataSource dataSource;

	private JdbcIdempotentRequestStore store;

	protected abstract TestDatabase newDatabase();

	@BeforeAll
	void createTable() {
		this.database = newDatabase().runScript("schema");
		this.dataSource = this.database.dataSource();
		this.store = new JdbcIdempotentRequestStore(new JdbcTemplate(this.dataSource));
	}

	@BeforeEach
	void emptyTable() {
		new JdbcTemplate(this.dataSource).update("DELETE FROM dcr_idempotent_request");
	}

	@Override
	protected IdempotentRequestStore store() {
		return this.store;
	}

	@Override
	protected TransactionOperations transactions() {
		return new TransactionTemplate(new JdbcTransactionManager(this.dataSource));
	}

	@Test
	void startWhenTableIsThereThenNoException() {
		assertThatNoException().isThrownBy(this.store::afterPropertiesSet);
	}

	@Test
	void startWhenTableOrColumnIsMissingThenExceptionNamesTheScript() {
		assertTableMissing(newDatabase());
		TestDatabase incomplete = newDatabase().runScript("schema");
		new JdbcTemplate(incomplete.dataSource()).execute("ALTER TABLE dcr_idempotent_request DROP COLUMN answer");
		assertTableMissing(incomplete);
	}

	private void assertTableMissing(TestDatabase other) {
		JdbcIdempotentRequestStore missing = new JdbcIdempotentRequestStore(new JdbcTemplate(other.dataSource()));
		assertThatExceptionOfType(ClientRegistrationTableMissingException.class).isThrownBy(missing::afterPropertiesSet)
			.withMessageContaining("dcr_idempotent_request")
			.satisfies((ex) -> assertThat(ex.getSchemaScript())
				.isEqualTo("classpath:io/github/opendcr/store/schema-" + this.database.platform() + ".sql"));
	}

}
