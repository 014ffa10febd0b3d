package io.github.opendcr.store;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.token.InitialAccessToken;
import io.github.opendcr.token.InitialAccessTokenStore;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * What {@link JdbcInitialAccessTokenStore} and its table must do on every database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcInitialAccessTokenStoreContract extends InitialAccessTokenStoreContract {

	private TestDatabase database;

	private DataSource dataSource;

	private JdbcInitialAccessTokenStore store;

	protected abstract TestDatabase newDatabase();

	@BeforeAll
	void createTable() {
		this.database = newDatabase().runScript("schema");
		this.dataSource = this.database.dataSource();
		this.store = new JdbcInitialAccessTokenStore(new JdbcTemplate(this.dataSource));
	}

	@BeforeEach
	void emptyTable() {
		new JdbcTemplate(this.dataSource).update("DELETE FROM dcr_initial_access_token");
	}

	@Override
	protected InitialAccessTokenStore store() {
		return this.store;
	}

	@Override
	protected TransactionOperations transactions() {
		return transactions(TransactionDefinition.ISOLATION_DEFAULT);
	}

	private TransactionTemplate transactions(int isolation) {
		TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(this.dataSource));
		transactions.setIsolationLevel(isolation);
		return transactions;
	}

	@ParameterizedTest
	@ValueSource(
			ints = { TransactionDefinition.ISOLATION_READ_COMMITTED, TransactionDefinition.ISOLATION_REPEATABLE_READ })
	void spendWhenSpentSinceReadThenFalseOrConcurrencyFailure(int isolation) {
		Instant now = Instant.now();
		this.store.insert(new InitialAccessToken("a", null, null, null, null, now, null, 1, 0), "hash");
		AtomicInteger failures = new AtomicInteger();
		transactions(isolation).executeWithoutResult((status) -> {
			assertThat(this.store.findById("a").isUsable(now)).isTrue();
			assertThat(this.calls.elsewhere(() -> this.store.spend("a", now))).isTrue();
			try {
				assertThat(this.store.spend("a", now)).isFalse();
			}
			catch (ConcurrencyFailureException ex) {
				failures.incrementAndGet(); // as the store's Javadoc says
				status.setRollbackOnly();
			}
		});
		assertThat(this.store.findById("a").used()).isEqualTo(1);
		assertThat(failures)
			.hasValueLessThanOrEqualTo((isolation == TransactionDefinition.ISOLATION_REPEATABLE_READ) ? 1 : 0);
	}

	@Test
	void startWhenTableIsThereThenNoException() {
		assertThatNoException().isThrownBy(this.store::afterPropertiesSet);
	}

	@Test
	void startWhenTableOrColumnIsMissingThenExceptionNamesTheScript() {
		assertTableMissing(newDatabase());
		TestDatabase incomplete = newDatabase().runScript("schema");
		new JdbcTemplate(incomplete.dataSource()).execute("ALTER TABLE dcr_initial_access_token DROP COLUMN issuer");
		assertTableMissing(incomplete);
	}

	private void assertTableMissing(TestDatabase other) {
		JdbcInitialAccessTokenStore missing = new JdbcInitialAccessTokenStore(new JdbcTemplate(other.dataSource()));
		assertThatExceptionOfType(ClientRegistrationTableMissingException.class).isThrownBy(missing::afterPropertiesSet)
			.withMessageContaining("dcr_initial_access_token")
			.satisfies((ex) -> assertThat(ex.getSchemaScript())
				.isEqualTo("classpath:io/github/opendcr/store/schema-" + this.database.platform() + ".sql"));
	}

}
