package io.github.opendcr.store;

import java.time.Instant;
import java.util.concurrent.atomic.AtomicInteger;

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
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link JdbcInitialAccessTokenStore} and its table must do on every database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcInitialAccessTokenStoreContract extends InitialAccessTokenStoreContract {

	private StoreTables tables;

	protected abstract TestDatabase newDatabase();

	@BeforeAll
	void createTables() {
		this.tables = StoreTables.create(newDatabase(), "dcr_initial_access_token");
	}

	@BeforeEach
	void emptyTables() {
		this.tables.empty();
	}

	@Override
	protected InitialAccessTokenStore store() {
		return new JdbcInitialAccessTokenStore(this.tables.jdbcTemplate());
	}

	@Override
	protected TransactionOperations transactions() {
		return this.tables.transactions();
	}

	private TransactionTemplate transactions(int isolation) {
		TransactionTemplate transactions = this.tables.transactions();
		transactions.setIsolationLevel(isolation);
		return transactions;
	}

	@ParameterizedTest
	@ValueSource(
			ints = { TransactionDefinition.ISOLATION_READ_COMMITTED, TransactionDefinition.ISOLATION_REPEATABLE_READ })
	void spendWhenSpentSinceReadThenFalseOrConcurrencyFailure(int isolation) {
		InitialAccessTokenStore store = store();
		Instant now = Instant.now();
		store.insert(new InitialAccessToken("a", null, null, null, null, now, null, 1, 0), "hash");
		AtomicInteger failures = new AtomicInteger();
		transactions(isolation).executeWithoutResult((status) -> {
			assertThat(store.findById("a").isUsable(now)).isTrue();
			assertThat(this.calls.elsewhere(() -> store.spend("a", now))).isTrue();
			try {
				assertThat(store.spend("a", now)).isFalse();
			}
			catch (ConcurrencyFailureException ex) {
				failures.incrementAndGet(); // as the store's Javadoc says
				status.setRollbackOnly();
			}
		});
		assertThat(store.findById("a").used()).isEqualTo(1);
		assertThat(failures)
			.hasValueLessThanOrEqualTo((isolation == TransactionDefinition.ISOLATION_REPEATABLE_READ) ? 1 : 0);
	}

	@Test
	void startWhenTheTableIsMissingThenExceptionNamesIt() {
		this.tables.assertRequired(newDatabase(), JdbcInitialAccessTokenStore::new);
	}

	@Test
	void startWhenAColumnIsMissingThenExceptionNamesTheTable() {
		this.tables.assertRequired(newDatabase(), "issuer", JdbcInitialAccessTokenStore::new);
	}

}
