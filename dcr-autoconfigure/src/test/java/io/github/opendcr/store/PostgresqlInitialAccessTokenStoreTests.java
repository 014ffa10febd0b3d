package io.github.opendcr.store;

import java.time.Instant;
import java.util.Map;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.TestDatabases;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;
import io.github.opendcr.token.InitialAccessToken;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JdbcInitialAccessTokenStore} on PostgreSQL.
 */
class PostgresqlInitialAccessTokenStoreTests extends JdbcInitialAccessTokenStoreContract {

	@Override
	protected TestDatabase newDatabase() {
		return TestDatabases.postgresql();
	}

	@Test
	void whenThereAreManyThenWhatIsAskedForIsReadAndNoMore() {
		DataSource dataSource = newDatabase().runScript("schema").dataSource();
		JdbcTemplate jdbcTemplate = new JdbcTemplate(dataSource);
		jdbcTemplate.execute("INSERT INTO dcr_initial_access_token "
				+ "(id, token_hash, issued_at, expires_at, max_uses, used, unusable_at) SELECT n, n, 0, n, 1, 0, n "
				+ "FROM generate_series(1, 20000) n");
		jdbcTemplate.execute("ANALYZE dcr_initial_access_token");
		JdbcInitialAccessTokenStore store = new JdbcInitialAccessTokenStore(jdbcTemplate);
		new TransactionTemplate(new JdbcTransactionManager(dataSource)).executeWithoutResult((status) -> {
			store.deleteUnusable(Instant.ofEpochMilli(2), 100);
			store.deleteUnusable(Instant.ofEpochMilli(19000), 1);
			assertThat(store.list(null, 3)).extracting(InitialAccessToken::id).containsExactly("9999", "9998", "9997");
			assertThat(store.list("3", 1)).extracting(InitialAccessToken::id).containsExactly("2999");
			assertThat(store.spend("20000", Instant.ofEpochMilli(5))).isTrue();
			assertThat(jdbcTemplate.queryForMap("SELECT seq_scan, n_tup_del FROM pg_stat_xact_user_tables "
					+ "WHERE relname = 'dcr_initial_access_token'"))
				.containsExactlyInAnyOrderEntriesOf(Map.of("seq_scan", 0L, "n_tup_del", 3L));
		});
	}

}
