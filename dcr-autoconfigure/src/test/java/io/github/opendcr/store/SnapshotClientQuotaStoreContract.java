package io.github.opendcr.store;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.limit.ClientQuotas;

import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a recount must do beside that on databases that have {@link JdbcSnapshots}.
 */
abstract class SnapshotClientQuotaStoreContract extends JdbcClientQuotaStoreContract {

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

	// Count anew, and do that once the counts have been read and no registration yet
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

}
