package io.github.opendcr.lifecycle;

import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.registration.RegistrationEvents;
import io.github.opendcr.server.AuthorizationServerServices;
import io.github.opendcr.server.IssuerContexts;
import io.github.opendcr.server.TestServices;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.RegistrationTransactions;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryTransactions;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StoredClientLifecycle}.
 */
class StoredClientLifecycleTests {

	@Test
	@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void changeWhenTheCallersTransactionNeverSeesWhatOthersWroteThenFails() {
		ClientRegistrationStore store = staleStore();
		ClientStorage storage = new ClientStorage(TestServices.inMemory(), store, null, null,
				new RegistrationTransactions(TransactionOperations.withoutTransaction(), null), List.of());
		StoredClientLifecycle lifecycle = new StoredClientLifecycle(store, storage,
				new IssuerContexts("/oauth2/register", new AuthorizationServerServices()),
				new RegistrationEvents((event) -> {
				}), ObservationRegistry.NOOP, Clock.systemUTC());
		assertThatExceptionOfType(ConcurrencyFailureException.class).isThrownBy(() -> lifecycle.disable("c1"))
			.withMessageContaining("c1");
	}

	// As at MySQL's repeatable read: reads see a snapshot, writes what there is
	private static ClientRegistrationStore staleStore() {
		InMemoryClientRegistrationStore store = new InMemoryClientRegistrationStore(new InMemoryTransactions());
		ClientRegistration registration = ExpiredClientReaperTests.registration("c1", Instant.EPOCH);
		store.insert(registration);
		return (ClientRegistrationStore) Proxy.newProxyInstance(StoredClientLifecycleTests.class.getClassLoader(),
				new Class<?>[] { ClientRegistrationStore.class }, (proxy, method,
						arguments) -> method.getName().equals("replace") ? false : method.invoke(store, arguments));
	}

}
