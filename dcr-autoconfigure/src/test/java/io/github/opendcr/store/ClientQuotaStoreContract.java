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
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.github.opendcr.ClientMetadata;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.quota.ClientQuota;
import io.github.opendcr.quota.ClientQuotaSettings;
import io.github.opendcr.quota.ClientQuotaStore;
import io.github.opendcr.quota.ClientQuotas;
import io.github.opendcr.testkit.ConcurrentCalls;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every {@link ClientQuotaStore} does, alone and beneath {@link ClientQuotas}. Each
 * {@link #store} is that of another node.
 */
public abstract class ClientQuotaStoreContract {

	private static final int CALLERS = 12;

	private static final int PLACES = 5;

	private static final int MANY_PLACES = 2048;

	private static final ClientQuota TOTAL = new ClientQuota("total", MANY_PLACES, "here");

	private static final ClientQuota SOME = new ClientQuota("a:b", MANY_PLACES, "");

	private static final ClientQuota FEW = new ClientQuota("A:b", PLACES, "");

	@RegisterExtension
	protected final ConcurrentCalls calls = new ConcurrentCalls();

	protected abstract ClientQuotaStore store();

	protected abstract ClientRegistrationStore registrations();

	protected abstract TransactionOperations transactions();

	private long count(ClientQuota quota) {
		return Objects.requireNonNull(transactions().execute((status) -> store().get(quota)));
	}

	private void set(ClientQuota quota, long clients) {
		transactions().executeWithoutResult((status) -> {
			store().lock();
			store().set(quota, clients);
		});
	}

	@Test
	void getWhenNothingWasCountedThenZero() {
		assertThat(count(SOME)).isZero();
		assertThat(store().peek(SOME)).isZero();
	}

	@Test
	void setThenKeptUntilZero() {
		set(SOME, 1);
		set(FEW, 7);
		assertThat(count(SOME)).isEqualTo(1);
		set(SOME, 2_000_000_000_000L);
		assertThat(count(SOME)).isEqualTo(2_000_000_000_000L);
		assertThat(store().peek(SOME)).as("without the lock").isEqualTo(2_000_000_000_000L);
		set(SOME, 0);
		assertThat(count(SOME)).isZero();
		assertThat(count(FEW)).isEqualTo(7);
	}

	@Test
	void setWhenRolledBackThenNothingHappened() {
		set(SOME, 1);
		transactions().executeWithoutResult((status) -> {
			ClientQuotaStore store = store();
			store.lock();
			store.set(SOME, 2);
			store.set(FEW, 2);
			assertThat(store.get(SOME)).isEqualTo(2);
			status.setRollbackOnly();
		});
		assertThat(count(SOME)).isEqualTo(1);
		assertThat(count(FEW)).isZero();
	}

	@Test
	void replaceAllWhenManyThenAllAreKeptAndTheOthersForgotten() {
		set(FEW, 5);
		Map<ClientQuota, Long> clients = IntStream.rangeClosed(1, 2500)
			.boxed()
			.collect(Collectors.toMap((number) -> new ClientQuota("a:" + number, number, ""), Integer::longValue));
		transactions().executeWithoutResult((status) -> {
			store().lock();
			store().replaceAll(clients);
		});
		assertThat(count(FEW)).isZero();
		transactions().executeWithoutResult((status) -> assertThat(clients)
			.allSatisfy((quota, number) -> assertThat(store().get(quota)).isEqualTo(number)));
	}

	@Test
	void lockWhenAnotherTransactionHasItThenWaitsAndSeesWhatItDid() throws Exception {
		set(SOME, 1);
		CountDownLatch started = new CountDownLatch(1);
		Future<Long> second = transactions().execute((status) -> {
			store().lock();
			Future<Long> waiting = this.calls.start(() -> transactions().execute((ignored) -> {
				started.countDown();
				store().lock();
				return store().get(SOME);
			}));
			ConcurrentCalls.await(started);
			store().set(SOME, 2);
			assertThat(waiting).isNotDone();
			return waiting;
		});
		assertThat(Objects.requireNonNull(second).get()).isEqualTo(2);
	}

	@Test
	void takeThenCountsForWhoeverHasTheLock() {
		set(TOTAL, 1000);
		ClientQuotaStore store = store();
		for (int i = 1; i <= 50; i++) {
			assertThat(transactions().<Boolean>execute((status) -> store.tryTake(TOTAL))).isTrue();
			assertThat(count(TOTAL)).isEqualTo(1000 + i);
		}
		for (int i = 1; i <= 50; i++) {
			assertThat(transactions().<Boolean>execute((status) -> store.tryGiveBack(TOTAL))).isTrue();
			assertThat(count(TOTAL)).isEqualTo(1050 - i);
		}
	}

	@ParameterizedTest
	@ValueSource(ints = { PLACES, MANY_PLACES })
	void registerWhenManyAtOnceOnTwoNodesThenExactlyAsManyAsThereArePlaces(int limit) throws Exception {
		set(new ClientQuota("total", limit, ""), limit - PLACES);
		List<ClientQuotas> nodes = List.of(inAll(limit), inAll(limit));
		List<Boolean> results = this.calls.atOnce(CALLERS, (i) -> register(nodes.get(i % 2), "client" + i, "software"));
		assertThat(results).filteredOn((registered) -> registered).hasSize(PLACES);
		assertThat(registrations().count()).isEqualTo(PLACES);
		assertThat(count(TOTAL)).isEqualTo(limit);
	}

	@Test
	void registerWhenOthersDeleteAtTheSameTimeThenNeitherIsMiscounted() throws Exception {
		ClientQuotas quotas = inAll(MANY_PLACES);
		for (int i = 0; i < CALLERS; i++) {
			register(quotas, "client" + i, "software");
		}
		this.calls.atOnce(2 * CALLERS, (i) -> (i < CALLERS) ? delete(quotas, "client" + i, "software")
				: register(quotas, "client" + i, "software"));
		assertThat(registrations().count()).isEqualTo(CALLERS);
		assertThat(count(TOTAL)).isEqualTo(CALLERS);
	}

	@Test
	void registerWhenTheOneBeforeIsRolledBackThenItsPlaceIsFree() throws Exception {
		ClientQuotas quotas = inAll(1);
		register(quotas, "a", "software");
		delete(quotas, "a", "software");
		CountDownLatch started = new CountDownLatch(1);
		Future<Boolean> second = transactions().execute((status) -> {
			quotas.change(null, registration("b", "software")).with(transactions(), (inner) -> true);
			Future<Boolean> waiting = this.calls.start(() -> {
				started.countDown();
				return register(quotas, "c", "software");
			});
			ConcurrentCalls.await(started);
			assertThat(waiting).isNotDone();
			status.setRollbackOnly();
			return waiting;
		});
		assertThat(Objects.requireNonNull(second).get()).isTrue();
		assertThat(count(TOTAL)).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 3, MANY_PLACES })
	void registerWhenItFailsAfterwardsThenItsPlaceIsFree(int limit) {
		set(new ClientQuota("total", limit, ""), limit - 1);
		ClientQuotas quotas = inAll(limit);
		for (int i = 0; i < 3; i++) {
			assertThatExceptionOfType(IllegalStateException.class)
				.isThrownBy(() -> quotas.change(null, registration("a", "software")).with(transactions(), (status) -> {
					throw new IllegalStateException();
				}));
		}
		assertThat(register(quotas, "a", "software")).isTrue();
		assertThat(register(quotas, "b", "software")).isFalse();
	}

	@Test
	void registerWhenTheLimitChangesThenTheNewOneHolds() {
		set(TOTAL, 1000);
		for (int i = 0; i < 20; i++) {
			assertThat(register(inAll(2 * MANY_PLACES), "first" + i, "software")).isTrue();
		}
		assertThat(IntStream.range(0, 20).filter((i) -> register(inAll(1024), "second" + i, "software"))).hasSize(4);
		assertThat(register(inAll(7), "a", "software")).isFalse();
		assertThat(register(inAll(1025), "a", "software")).isTrue();
		assertThat(register(inAll(1025), "b", "software")).isFalse();
	}

	@Test
	void registerWhenClientsCountForSeveralQuotasInAnyOrderThenNobodyDeadlocks() throws Exception {
		ClientQuotas quotas = new ClientQuotas(new ClientQuotaSettings(MANY_PLACES, null, null, 100, 100, Map.of()),
				store(), registrations(), transactions());
		assertThat(this.calls.atOnce(CALLERS,
				(i) -> register(quotas, registration("client" + i,
						Map.of("software_id", "software" + i % 2, "redirect_uris",
								List.of("https://a" + i % 3 + ".example/", "https://a" + (i + 1) % 3 + ".example/"))))))
			.containsOnly(true);
	}

	// One quota is there already, another one has to be counted first
	@Test
	void registerWhenItBeginsAgainThenNoPlaceIsTakenTwice() {
		ClientQuotas quotas = quotas(new ClientQuotaSettings(null, null, null, 9, 3, Map.of()));
		assertThat(
				IntStream.range(0, 5)
					.filter((i) -> register(quotas, registration("client" + i,
							Map.of("software_id", "software" + i, "redirect_uris", List.of("https://a.example/"))))))
			.containsExactly(0, 1, 2);
	}

	@Test
	void deleteThenPlaceIsFreeAgain() {
		ClientQuotas quotas = bySoftware(1);
		assertThat(register(quotas, "a", "software")).isTrue();
		assertThat(register(quotas, "b", "software")).isFalse();
		delete(quotas, "a", "software");
		assertThat(register(quotas, "b", "software")).isTrue();
		assertThat(register(quotas, "c", "software")).isFalse();
	}

	@Test
	void deleteWhenAlreadyDeletedThenNoPlaceIsGivenBackTwice() {
		ClientQuotas quotas = bySoftware(2);
		register(quotas, "a", "software");
		register(quotas, "b", "software");
		assertThat(delete(quotas, "a", "software")).isTrue();
		assertThat(delete(quotas, "a", "software")).isFalse();
		assertThat(register(quotas, "c", "software")).isTrue();
		assertThat(register(quotas, "d", "software")).isFalse();
	}

	@ParameterizedTest
	@ValueSource(ints = { PLACES, MANY_PLACES })
	void deleteWhenItIsTheLastOneThenTheQuotaIsForgotten(int limit) {
		ClientQuotas quotas = bySoftware(limit);
		register(quotas, "a", "software");
		delete(quotas, "a", "software");
		assertThat(rows()).isZero();
	}

	// How many numbers are kept, if the store can tell
	protected long rows() {
		return 0;
	}

	@Test
	void updateThenMoves() {
		ClientQuotas quotas = bySoftware(1);
		register(quotas, "a", "first");
		register(quotas, "b", "second");
		ClientRegistration read = registration("a", "first");
		assertThatExceptionOfType(RegistrationException.class).isThrownBy(() -> update(quotas, read, "second"))
			.satisfies((ex) -> assertThat(ex.getError().status()).isEqualTo(403));
		assertThat(update(quotas, read, "third")).isTrue();
		// somebody else was faster
		assertThat(update(quotas, read, "fourth")).isFalse();
		assertThat(register(quotas, "c", "first")).isTrue();
		assertThat(register(quotas, "d", "third")).isFalse();
		assertThat(register(quotas, "e", "fourth")).isTrue();
	}

	@Test
	void updateWhenQuotaShrankThenClientMayStay() {
		register(bySoftware(2), "a", "software");
		register(bySoftware(2), "b", "software");
		ClientRegistration read = registration("a", "software");
		assertThat(bySoftware(1).change(read, read).isNone()).isTrue();
		assertThat(update(bySoftware(1), read, "software")).isTrue();
		assertThat(register(bySoftware(2), "c", "software")).isFalse();
	}

	@Test
	void recountWhenClientsWereThereBeforeThenTheyCount() {
		register(unlimited(), "a", "software");
		register(unlimited(), "b", "software");
		set(SOME, 3);
		ClientQuotas quotas = bySoftware(3);
		quotas.recount();
		assertThat(register(quotas, "c", "software")).isTrue();
		assertThat(register(quotas, "d", "software")).isFalse();
		assertThat(count(SOME)).isZero();
	}

	@Test
	void recountWhenOnlyTheTotalIsLimitedThenNobodyIsRead() {
		register(unlimited(), "a", "software");
		register(unlimited(), "b", "software");
		set(SOME, 3);
		ClientRegistrationStore countable = (ClientRegistrationStore) Proxy.newProxyInstance(
				getClass().getClassLoader(), new Class<?>[] { ClientRegistrationStore.class },
				(proxy, method, arguments) -> {
					assertThat(method.getName()).isEqualTo("count");
					return registrations().count();
				});
		ClientQuotas quotas = new ClientQuotas(settings(3), store(), countable, transactions());
		quotas.recount();
		assertThat(register(quotas, "c", "other")).isTrue();
		assertThat(register(quotas, "d", "other")).isFalse();
		assertThat(count(SOME)).isZero();
	}

	@Test
	void recountWhenMoreThanTheTotalIsLimitedThenBothCount() {
		register(unlimited(), "a", "software");
		register(unlimited(), "b", "other");
		ClientQuotas quotas = quotas(new ClientQuotaSettings(3, null, null, 2, null, Map.of()));
		quotas.recount();
		assertThat(register(quotas, "c", "software")).isTrue();
		assertThat(register(quotas, "d", "other")).isFalse();
	}

	@Test
	void recountWhileClientsRegisterThenNoneIsMissed() throws Exception {
		ClientQuotas quotas = inAll(MANY_PLACES);
		this.calls.atOnce(2 * CALLERS, (i) -> {
			if (i % 4 != 0) {
				return register(quotas, "client" + i, "software");
			}
			quotas.afterSingletonsInstantiated();
			return true;
		});
		assertThat(count(TOTAL)).isEqualTo(registrations().count()).isEqualTo(2 * CALLERS * 3 / 4);
	}

	@Test
	void recountThenKeepsAllWaitingBeforeItReads() {
		register(unlimited(), "a", "software");
		List<String> called = new ArrayList<>();
		ClientQuotaStore recording = (ClientQuotaStore) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ClientQuotaStore.class }, (proxy, method, arguments) -> {
					called.add(method.getName());
					return method.invoke(store(), arguments);
				});
		ClientRegistrationStore read = (ClientRegistrationStore) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { ClientRegistrationStore.class }, (proxy, method, arguments) -> {
					called.add(method.getName());
					return method.invoke(registrations(), arguments);
				});
		new ClientQuotas(settings(3), recording, read, transactions()).recount();
		assertThat(called).containsExactly("lock", "replaceAll", "count", "replaceAll");
	}

	protected final ClientQuotas inAll(int limit) {
		return quotas(settings(limit));
	}

	private static ClientQuotaSettings settings(int total) {
		return new ClientQuotaSettings(total, null, null, null, null, Map.of());
	}

	protected final ClientQuotas bySoftware(int limit) {
		return quotas(new ClientQuotaSettings(null, null, null, limit, null, Map.of()));
	}

	private ClientQuotas unlimited() {
		return quotas(new ClientQuotaSettings(null, null, null, null, null, Map.of()));
	}

	private ClientQuotas quotas(ClientQuotaSettings settings) {
		return new ClientQuotas(settings, store(), registrations(), transactions());
	}

	protected final boolean register(ClientQuotas quotas, String clientId, String softwareId) {
		return register(quotas, registration(clientId, softwareId));
	}

	// As the service does, which tries again after a conflict
	private boolean register(ClientQuotas quotas, ClientRegistration registration) {
		for (int attempt = 1;; attempt++) {
			try {
				return quotas.change(null, registration).with(transactions(), (status) -> {
					registrations().insert(registration);
					return true;
				});
			}
			catch (RegistrationException ex) {
				return false;
			}
			catch (ConcurrencyFailureException | DuplicateKeyException ex) {
				assertThat(attempt).isLessThan(3);
			}
		}
	}

	protected final boolean delete(ClientQuotas quotas, String clientId, String softwareId) {
		ClientRegistration registration = registration(clientId, softwareId);
		return quotas.change(registration, null).with(transactions(), (status) -> {
			boolean deleted = registrations().delete(clientId, registration.version());
			if (!deleted) {
				status.setRollbackOnly();
			}
			return deleted;
		});
	}

	private boolean update(ClientQuotas quotas, ClientRegistration before, String softwareId) {
		ClientRegistration after = before.updated(ClientMetadata.of(Map.of("software_id", softwareId)),
				before.registrationAccessToken(), Instant.EPOCH);
		return quotas.change(before, after).with(transactions(), (status) -> {
			boolean updated = registrations().replace(after, before.version());
			if (!updated) {
				status.setRollbackOnly();
			}
			return updated;
		});
	}

	private static ClientRegistration registration(String clientId, String softwareId) {
		return registration(clientId, Map.of("software_id", softwareId));
	}

	private static ClientRegistration registration(String clientId, Map<String, Object> metadata) {
		ClientRegistration registration = TestRegistrations.registration(clientId, "hash");
		return registration.updated(ClientMetadata.of(metadata), registration.registrationAccessToken(), Instant.EPOCH);
	}

}
