package io.github.opendcr.store;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.limit.ClientQuotas;
import io.github.opendcr.quota.ClientQuota;
import io.github.opendcr.quota.ClientQuotaResolver;
import io.github.opendcr.quota.ClientQuotaStore;
import io.github.opendcr.testkit.ConcurrentCalls;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every {@link ClientQuotaStore} does, alone and beneath {@link ClientQuotas}.
 */
abstract class ClientQuotaStoreContract {

	private static final int CALLERS = 12;

	private static final int PLACES = 5;

	protected ConcurrentCalls calls;

	protected abstract ClientQuotaStore store();

	protected abstract ClientRegistrationStore registrations();

	protected abstract TransactionOperations transactions();

	@BeforeEach
	void startThreads() {
		this.calls = new ConcurrentCalls();
	}

	@AfterEach
	void stopThreads() {
		this.calls.close();
	}

	// Transactions that see all tables as they were at one time, or null
	protected TransactionOperations snapshots() {
		return null;
	}

	private void recount(ClientQuotas quotas) {
		quotas.recount(transactions(), snapshots());
	}

	private Map<String, Long> counts() {
		return Objects.requireNonNull(transactions().execute((status) -> store().findAll()));
	}

	private long count(String key) {
		return Objects.requireNonNull(transactions().execute((status) -> store().get(key)));
	}

	private void set(String key, long clients) {
		transactions().executeWithoutResult((status) -> {
			store().lock();
			store().set(key, clients);
		});
	}

	@Test
	void getWhenNothingWasCountedThenZero() {
		assertThat(count("a:b")).isZero();
	}

	@Test
	void setThenKeptUntilZero() {
		set("a:b", 1);
		set("A:b", 7);
		assertThat(count("a:b")).isEqualTo(1);
		set("a:b", 2_000_000_000_000L);
		assertThat(count("a:b")).isEqualTo(2_000_000_000_000L);
		set("a:b", 0);
		assertThat(count("a:b")).isZero();
		assertThat(count("A:b")).isEqualTo(7);
	}

	@Test
	void setWhenRolledBackThenNothingHappened() {
		set("a:b", 1);
		transactions().executeWithoutResult((status) -> {
			store().lock();
			store().set("a:b", 2);
			store().set("a:c", 2);
			assertThat(store().get("a:b")).isEqualTo(2);
			status.setRollbackOnly();
		});
		assertThat(count("a:b")).isEqualTo(1);
		assertThat(count("a:c")).isZero();
	}

	@Test
	void setAllThenTheOthersStay() {
		set("a:b", 1);
		set("a:c", 1);
		set("a:e", 5);
		transactions().executeWithoutResult((status) -> {
			store().lock();
			store().setAll(Map.of("a:b", 0L, "a:c", 3L, "a:d", -4L));
		});
		assertThat(counts()).isEqualTo(Map.of("a:c", 3L, "a:d", -4L, "a:e", 5L));
		assertThat(List.of(count("a:b"), count("a:c"), count("a:d"))).containsExactly(0L, 3L, -4L);
	}

	@Test
	void setAllWhenManyThenAllAreKept() {
		Map<String, Long> clients = LongStream.rangeClosed(1, 2500)
			.boxed()
			.collect(Collectors.toMap((number) -> "a:" + number, (number) -> number));
		transactions().executeWithoutResult((status) -> {
			store().lock();
			store().setAll(clients);
		});
		assertThat(counts()).isEqualTo(clients);
	}

	@Test
	void lockWhenAnotherTransactionHasItThenWaitsAndSeesWhatItDid() throws Exception {
		set("a:b", 1);
		CountDownLatch started = new CountDownLatch(1);
		Future<Long> second = transactions().execute((status) -> {
			store().lock();
			Future<Long> waiting = this.calls.start(() -> transactions().execute((ignored) -> {
				started.countDown();
				store().lock();
				return store().get("a:b");
			}));
			ConcurrentCalls.await(started);
			store().set("a:b", 2);
			assertThat(waiting).isNotDone();
			return waiting;
		});
		assertThat(Objects.requireNonNull(second).get()).isEqualTo(2);
	}

	@Test
	void registerWhenManyAtOnceThenExactlyAsManyAsThereArePlaces() throws Exception {
		ClientQuotas quotas = quotas(bySoftware(PLACES));
		recount(quotas);
		List<Boolean> results = this.calls.atOnce(CALLERS, (i) -> register(quotas, "client" + i, "software"));
		assertThat(results).filteredOn((registered) -> registered).hasSize(PLACES);
		assertThat(registrations().findPage(null, null, 100)).hasSize(PLACES);
	}

	@Test
	void registerWhenClientsCountForSeveralQuotasInAnyOrderThenNobodyDeadlocks() throws Exception {
		ClientQuotaResolver resolver = (registration) -> {
			int number = Integer.parseInt(registration.clientId());
			return List.of(new ClientQuota("n", String.valueOf(number % 3), 100, ""),
					new ClientQuota("n", String.valueOf((number + 1) % 3), 100, ""));
		};
		ClientQuotas quotas = quotas(resolver);
		recount(quotas);
		assertThat(this.calls.atOnce(CALLERS, (i) -> register(quotas, String.valueOf(i), "software")))
			.containsOnly(true);
	}

	@Test
	void deleteThenPlaceIsFreeAgain() {
		ClientQuotas quotas = quotas(bySoftware(1));
		assertThat(register(quotas, "a", "software")).isTrue();
		assertThat(register(quotas, "b", "software")).isFalse();
		delete(quotas, "a", "software");
		assertThat(register(quotas, "b", "software")).isTrue();
		assertThat(register(quotas, "c", "software")).isFalse();
	}

	@Test
	void deleteWhenAlreadyDeletedThenNoPlaceIsGivenBackTwice() {
		ClientQuotas quotas = quotas(bySoftware(1));
		register(quotas, "a", "software");
		delete(quotas, "a", "software");
		register(quotas, "b", "software");
		transactions().executeWithoutResult((status) -> quotas.onDelete(registration("a", "software")));
		assertThat(register(quotas, "c", "software")).isFalse();
	}

	@Test
	void updateThenMovesFromWhatIsStored() {
		ClientQuotas quotas = quotas(bySoftware(1));
		register(quotas, "a", "first");
		register(quotas, "b", "second");
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> update(quotas, "a", "first", "second"))
			.satisfies((ex) -> assertThat(ex.getError().status()).isEqualTo(403));
		update(quotas, "a", "first", "third");
		// with a registration that was read before the first update
		update(quotas, "a", "first", "fourth");
		assertThat(register(quotas, "c", "first")).isTrue();
		assertThat(register(quotas, "d", "third")).isTrue();
		assertThat(register(quotas, "e", "fourth")).isFalse();
	}

	@Test
	void updateWhenQuotaShrankThenClientMayStay() {
		register(quotas(bySoftware(2)), "a", "software");
		register(quotas(bySoftware(2)), "b", "software");
		update(quotas(bySoftware(1)), "a", "software", "software");
		assertThat(register(quotas(bySoftware(2)), "c", "software")).isFalse();
	}

	@Test
	void recountWhenClientsWereThereBeforeThenTheyCount() {
		register(quotas(), "a", "software");
		register(quotas(), "b", "software");
		set("software_id:none-has-this-any-more", 3);
		ClientQuotas quotas = quotas(bySoftware(3));
		recount(quotas);
		assertThat(register(quotas, "c", "software")).isTrue();
		assertThat(register(quotas, "d", "software")).isFalse();
		assertThat(count("software_id:none-has-this-any-more")).isZero();
	}

	@Test
	void recountWhenOnlyTheTotalIsLimitedThenNobodyIsRead() {
		register(quotas(), "a", "software");
		register(quotas(), "b", "software");
		set("total:of-another-time", 3);
		ClientRegistrationStore countable = (ClientRegistrationStore) Proxy.newProxyInstance(
				getClass().getClassLoader(), new Class<?>[] { ClientRegistrationStore.class },
				(proxy, method, arguments) -> {
					assertThat(method.getName()).isEqualTo("count");
					return registrations().count();
				});
		recount(new ClientQuotas(store(), countable, 3, List.of()));
		ClientQuotas quotas = new ClientQuotas(store(), registrations(), 3, List.of());
		assertThat(register(quotas, "c", "other")).isTrue();
		assertThat(register(quotas, "d", "other")).isFalse();
		assertThat(count("total:of-another-time")).isZero();
	}

	@Test
	void recountWhenMoreThanTheTotalIsLimitedThenBothCount() {
		register(quotas(), "a", "software");
		register(quotas(), "b", "other");
		ClientQuotas quotas = new ClientQuotas(store(), registrations(), 3, List.of(bySoftware(2)));
		recount(quotas);
		assertThat(register(quotas, "c", "software")).isTrue();
		assertThat(register(quotas, "d", "other")).isFalse();
	}

	@Test
	void recountWhileClientsRegisterThenNoneIsMissed() throws Exception {
		ClientQuotas quotas = quotas(bySoftware(CALLERS / 2));
		recount(quotas);
		List<Boolean> results = this.calls.atOnce(CALLERS, (i) -> {
			if (i % 4 != 0) {
				return register(quotas, "client" + i, "software");
			}
			recount(quotas);
			return false;
		});
		assertThat(results).filteredOn((registered) -> registered).hasSize(CALLERS / 2);
	}

	@Test
	void recountWithoutSnapshotsThenLocksBeforeItReads() {
		register(quotas(), "a", "software");
		List<String> called = new ArrayList<>();
		ClientQuotaStore recording = (ClientQuotaStore) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ClientQuotaStore.class }, (proxy, method, arguments) -> {
					called.add(method.getName());
					return method.invoke(store(), arguments);
				});
		new ClientQuotas(recording, registrations(), 3, List.of()).recount(transactions(), null);
		assertThat(called).startsWith("lock").contains("findAll", "setAll");
	}

	protected final ClientQuotas quotas(ClientQuotaResolver... resolvers) {
		return new ClientQuotas(store(), registrations(), null, List.of(resolvers));
	}

	protected static ClientQuotaResolver bySoftware(int limit) {
		return (registration) -> List.of(new ClientQuota("software_id",
				Objects.requireNonNull(registration.metadata().getString("software_id")), limit, ""));
	}

	// As the service does, which tries again after a conflict
	protected final boolean register(ClientQuotas quotas, String clientId, String softwareId) {
		for (int attempt = 1;; attempt++) {
			try {
				transactions().executeWithoutResult((status) -> {
					quotas.onRegister(registration(clientId, softwareId));
					registrations().insert(registration(clientId, softwareId));
				});
				return true;
			}
			catch (RegistrationException ex) {
				return false;
			}
			catch (ConcurrencyFailureException | DuplicateKeyException ex) {
				assertThat(attempt).isLessThan(3);
			}
		}
	}

	protected final void delete(ClientQuotas quotas, String clientId, String softwareId) {
		transactions().executeWithoutResult((status) -> {
			quotas.onDelete(registration(clientId, softwareId));
			registrations().delete(clientId, 2);
		});
	}

	private void update(ClientQuotas quotas, String clientId, String before, String after) {
		transactions().executeWithoutResult((status) -> {
			quotas.onUpdate(registration(clientId, before), registration(clientId, after));
			registrations().replace(registration(clientId, after), 2);
		});
	}

	private static ClientRegistration registration(String clientId, String softwareId) {
		ClientRegistration registration = TestRegistrations.registration(clientId, "hash");
		return registration.updated(ClientMetadata.of(Map.of("software_id", softwareId)),
				registration.registrationAccessToken(), Instant.EPOCH);
	}

}
