package io.github.opendcr.store;

import java.sql.Connection;
import java.util.List;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.quota.ClientQuota;
import io.github.opendcr.quota.ClientQuotaStore;
import io.github.opendcr.quota.ClientQuotas;
import io.github.opendcr.testkit.TestDatabases.TestDatabase;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@link JdbcClientQuotaStore} and its scripts must do on every database.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class JdbcClientQuotaStoreContract extends ClientQuotaStoreContract {

	private StoreTables tables;

	protected abstract TestDatabase newDatabase();

	@BeforeAll
	void createTables() {
		this.tables = StoreTables.create(newDatabase(), "dcr_client_quota", "dcr_client_registration");
	}

	@BeforeEach
	void emptyTables() {
		this.tables.empty();
	}

	@Override
	protected ClientQuotaStore store() {
		return new JdbcClientQuotaStore(this.tables.jdbcTemplate());
	}

	@Override
	protected ClientRegistrationStore registrations() {
		return new JdbcClientRegistrationStore(this.tables.jdbcTemplate());
	}

	@Override
	protected long rows() {
		return this.tables.jdbcTemplate()
			.queryForObject("SELECT count(*) FROM dcr_client_quota WHERE quota_key <> 'lock'", Long.class);
	}

	// useAffectedRows of MySQL and MariaDB
	@Test
	void setWhenTheDriverDoesNotCountRowsThatStayTheSameThenTheRowIsThere() {
		ClientQuota quota = new ClientQuota("a", 9, "");
		store().set(quota, 5);
		new JdbcClientQuotaStore(new JdbcTemplate(this.tables.dataSource()) {

			@Override
			public int[] batchUpdate(String sql, List<? extends Object[]> arguments) {
				super.batchUpdate(sql, arguments);
				return new int[arguments.size()];
			}

		}).set(quota, 5);
		assertThat(store().get(quota)).isEqualTo(5);
	}

	@Test
	void takeWhenFarFromFullThenNobodyWaits() {
		ClientQuotas quotas = inAll(10_000);
		for (int i = 0; i < 64; i++) {
			register(quotas, "before" + i, "software");
		}
		transactions().executeWithoutResult((status) -> {
			assertThat(quotas.counts().tryTake(new ClientQuota("total", 10_000, ""))).isTrue();
			for (int i = 0; i < 16; i++) {
				String clientId = "meanwhile" + i;
				assertThat(this.calls.elsewhere(() -> register(quotas, clientId, "software"))).isTrue();
			}
		});
		assertThat(registrations().count()).isEqualTo(80);
	}

	@Test
	void takeWhenTheProcessDiesBeforeItsCommitThenThePlaceIsThere() throws Exception {
		for (int limit : new int[] { 2, 1024 }) {
			ClientQuota quota = new ClientQuota("total", limit, "");
			store().set(quota, limit - 1);
			try (Connection dying = this.tables.dataSource().getConnection()) {
				dying.setAutoCommit(false);
				ClientQuotaStore store = new JdbcClientQuotaStore(
						new JdbcTemplate(new SingleConnectionDataSource(dying, true)));
				while (!store.tryTake(quota)) {
					Thread.onSpinWait(); // the last place is in one of several parts
				}
			}
			assertThat(register(inAll(limit), "a" + limit, "software")).isTrue();
			assertThat(register(inAll(limit), "b" + limit, "software")).isFalse();
		}
	}

	@Test
	void keysThenAreInTheOrderOfJava() {
		List<String> keys = List.of("a:-", "a:0", "a:A", "a:Z", "a:_", "a:a", "a:b", "a_b:a", "b:a");
		keys.forEach((key) -> store().set(new ClientQuota(key, 9, ""), 1));
		assertThat(this.tables.jdbcTemplate()
			.queryForList("SELECT quota_key FROM dcr_client_quota ORDER BY quota_key", String.class))
			.isEqualTo(keys.stream().sorted().toList());
	}

	@Override
	protected TransactionOperations transactions() {
		return this.tables.transactions();
	}

	@Test
	void startWhenTheTableIsMissingThenExceptionNamesIt() {
		this.tables.assertRequired(newDatabase(), JdbcClientQuotaStore::new);
	}

}
