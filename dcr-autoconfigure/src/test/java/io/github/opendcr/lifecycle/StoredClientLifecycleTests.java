package io.github.opendcr.lifecycle;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.registration.RegistrationEvents;
import io.github.opendcr.server.chain.AuthorizationServerServices;
import io.github.opendcr.server.chain.TestServices;
import io.github.opendcr.server.discovery.IssuerContexts;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.RegistrationTransactions;
import io.github.opendcr.store.InMemoryClientRegistrationStore;
import io.github.opendcr.store.InMemoryTransactions;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StoredClientLifecycle}.
 */
class StoredClientLifecycleTests {

	private final List<Object> events = new ArrayList<>();

	@Test
	@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
	void changeWhenTheCallersTransactionNeverSeesWhatOthersWroteThenFails() {
		StoredClientLifecycle lifecycle = lifecycle(staleStore());
		assertThatExceptionOfType(ConcurrencyFailureException.class).isThrownBy(() -> lifecycle.disable("c1"))
			.withMessageContaining("c1");
	}

	@Test
	void deleteWhenAnotherWasFasterThenTheEventTellsWhatWasDeleted() {
		InMemoryClientRegistrationStore store = store();
		ClientRegistration disabled = store.findByClientId("c1").withStatus(ClientStatus.DISABLED, Instant.EPOCH);
		StoredClientLifecycle lifecycle = lifecycle(proxy(store, (method, arguments) -> {
			Object result = method.invoke(store, arguments);
			if (method.getName().equals("findByClientId")) {
				store.replace(disabled, 1);
			}
			return result;
		}));
		assertThat(lifecycle.delete("c1")).isTrue();
		assertThat(this.events).containsExactly(new ClientEvent.Deleted(disabled));
	}

	private StoredClientLifecycle lifecycle(ClientRegistrationStore store) {
		ClientStorage storage = new ClientStorage(TestServices.inMemory(), store, null, null,
				new RegistrationTransactions(TransactionOperations.withoutTransaction(), null), null, List.of());
		return new StoredClientLifecycle(store, storage,
				new IssuerContexts("/oauth2/register", new AuthorizationServerServices()),
				new RegistrationEvents(this.events::add), ObservationRegistry.NOOP, null, null, null, null,
				Clock.systemUTC());
	}

	// As at MySQL's repeatable read: reads see a snapshot, writes what there is
	private static ClientRegistrationStore staleStore() {
		ClientRegistrationStore store = store();
		return proxy(store,
				(method, arguments) -> method.getName().equals("replace") ? false : method.invoke(store, arguments));
	}

	private static InMemoryClientRegistrationStore store() {
		InMemoryClientRegistrationStore store = new InMemoryClientRegistrationStore(new InMemoryTransactions());
		store.insert(ClientReaperTests.registration("c1", Instant.EPOCH));
		return store;
	}

	private static ClientRegistrationStore proxy(ClientRegistrationStore store, Call call) {
		return (ClientRegistrationStore) Proxy.newProxyInstance(store.getClass().getClassLoader(),
				new Class<?>[] { ClientRegistrationStore.class },
				(proxy, method, arguments) -> call.of(method, arguments));
	}

	private interface Call {

		Object of(Method method, Object[] arguments) throws ReflectiveOperationException;

	}

}
