package io.github.opendcr.store;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import javax.sql.DataSource;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import io.github.opendcr.ClientQuotaStore;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.limit.ClientQuotas;
import io.github.opendcr.store.TestDatabases.TestDatabase;

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

	private DataSource dataSource;

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

	@Override
	protected TransactionOperations transactions() {
		return new TransactionTemplate(new JdbcTransactionManager(this.dataSource));
	}

	@Override
	protected TransactionOperations snapshots() {
		return JdbcSnapshots.select(this.dataSource);
	}

	@Test
	void recountWhileOthersChangeClientsThenNobodyWaitsAndAllCount() {
		ClientQuotas uncounted = quotas();
		for (String clientId : List.of("a", "b", "c", "d")) {
			register(uncounted, clientId, "software");
		}
		ClientQuotas quotas = quotas(bySoftware(100));
		recountWhile(() -> {
			delete(quotas, "a", "software");
			delete(quotas, "d", "software");
			register(quotas, "A", "software");
			register(quotas, "aa", "software");
			register(quotas, "z", "other");
		});
		assertThat(clients("software")).isEqualTo(4);
		assertThat(clients("other")).isEqualTo(1);
	}

	@Test
	void recountWhileAnotherCorrectsThenItIsCorrectedOnce() {
		ClientQuotas uncounted = quotas();
		register(uncounted, "a", "software");
		register(uncounted, "b", "software");
		recountWhile(() -> quotas(bySoftware(100)).recount(transactions(), snapshots()));
		assertThat(clients("software")).isEqualTo(2);
	}

	// Count anew, and once the counts have been read, and before the registrations, do
	// that
	private void recountWhile(Runnable others) {
		AtomicBoolean done = new AtomicBoolean();
		ClientRegistrationStore registrations = (ClientRegistrationStore) Proxy.newProxyInstance(
				getClass().getClassLoader(), new Class<?>[] { ClientRegistrationStore.class },
				(proxy, method, arguments) -> {
					assertThat(method.getName()).isEqualTo("findPage");
					if (done.compareAndSet(false, true)) {
						this.calls.elsewhere(() -> {
							others.run();
							return true;
						});
					}
					return registrations().findPage((ClientStatus) arguments[0], (String) arguments[1],
							(Integer) arguments[2]);
				});
		new ClientQuotas(store(), registrations, null, List.of(bySoftware(100))).recount(transactions(), snapshots());
		assertThat(done).isTrue();
	}

	// How many places are taken, seen by who is refused
	private long clients(String softwareId) {
		int limit = 0;
		while (!register(quotas(bySoftware(++limit)), "probe", softwareId)) {
			assertThat(limit).isLessThan(100);
		}
		delete(quotas(bySoftware(100)), "probe", softwareId);
		return limit - 1;
	}

	@Test
	void startWhenTableIsMissingThenNamesIt() {
		JdbcClientQuotaStore store = new JdbcClientQuotaStore(new JdbcTemplate(newDatabase().dataSource()));
		assertThatExceptionOfType(ClientRegistrationTableMissingException.class).isThrownBy(store::afterPropertiesSet)
			.withMessageContaining("dcr_client_quota");
	}

}
