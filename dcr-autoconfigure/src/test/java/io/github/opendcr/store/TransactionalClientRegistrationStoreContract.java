package io.github.opendcr.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.testkit.ConcurrentCalls;

import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What every {@link io.github.opendcr.ClientRegistrationStore} must do within
 * transactions and for several callers at once.
 */
public abstract class TransactionalClientRegistrationStoreContract extends ClientRegistrationStoreContract {

	private static final int CALLERS = 16;

	@RegisterExtension
	protected final ConcurrentCalls calls = new ConcurrentCalls();

	protected abstract TransactionOperations transactions();

	@Test
	void transactionWhenExceptionThenNothingHappened() {
		assertUnchangedAfter(() -> assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> transactions().executeWithoutResult((status) -> {
				changeEverything();
				throw new IllegalStateException();
			})));
	}

	@Test
	void transactionWhenErrorThenNothingHappened() {
		assertUnchangedAfter(() -> assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> transactions().executeWithoutResult((status) -> {
				changeEverything();
				throw new AssertionError();
			})));
	}

	@Test
	void transactionWhenRollbackOnlyThenNothingHappened() {
		assertUnchangedAfter(() -> transactions().executeWithoutResult((status) -> {
			changeEverything();
			status.setRollbackOnly();
		}));
	}

	@Test
	void transactionWhenCommittedThenAllHappened() {
		insert("replaced", "hash");
		insert("deleted", "hash");
		String result = transactions().execute((status) -> {
			changeEverything();
			return "result";
		});
		assertThat(result).isEqualTo("result");
		assertThat(find("inserted").tokenHash()).isEqualTo("next");
		assertThat(find("replaced").tokenHash()).isEqualTo("next");
		assertThat(store().findByClientId("deleted")).isNull();
	}

	@Test
	void transactionWhenNotCommittedThenOthersSeeNothingOfIt() {
		insert("replaced", "hash");
		insert("deleted", "hash");
		transactions().executeWithoutResult((status) -> {
			changeEverything();
			assertThat(this.calls.elsewhere(() -> store().findByClientId("inserted"))).isNull();
			assertThat(this.calls.elsewhere(() -> find("replaced").tokenHash())).isEqualTo("hash");
			assertThat(this.calls.elsewhere(() -> find("deleted").tokenHash())).isEqualTo("hash");
		});
	}

	@Test
	void replaceWhenOtherTransactionCommitsThenWaitsAndFails() throws Exception {
		assertThat(replaceWhileAnotherTransactionHoldsTheRow(false)).isFalse();
		assertThat(find("client").tokenHash()).isEqualTo("first");
	}

	@Test
	void replaceWhenOtherTransactionRollsBackThenWaitsAndSucceeds() throws Exception {
		assertThat(replaceWhileAnotherTransactionHoldsTheRow(true)).isTrue();
		assertThat(find("client").tokenHash()).isEqualTo("second");
	}

	@Test
	void replaceWhenManyCallersHaveOneTokenThenExactlyOneSucceeds() throws Exception {
		ClientRegistration registration = insert("client", "hash");
		List<Callable<Boolean>> callers = new ArrayList<>();
		for (int i = 0; i < CALLERS; i++) {
			ClientRegistration updated = TestRegistrations.updated(registration, "next" + i);
			callers.add(() -> transactions().execute((status) -> store().replace(updated, 1)));
		}
		List<Boolean> results = this.calls.atOnce(callers);
		assertThat(results).containsOnlyOnce(true);
		assertThat(find("client")).isEqualTo(TestRegistrations.updated(registration, "next" + results.indexOf(true)));
	}

	@Test
	void deleteWhenManyCallersHaveOneTokenThenExactlyOneOfReplaceAndDeleteSucceeds() throws Exception {
		ClientRegistration registration = insert("client", "hash");
		List<Callable<Boolean>> callers = new ArrayList<>();
		for (int i = 0; i < CALLERS / 2; i++) {
			callers.add(() -> store().replace(TestRegistrations.updated(registration, "next"), 1));
			callers.add(() -> store().delete("client", 1));
		}
		List<Boolean> results = this.calls.atOnce(callers);
		assertThat(results).containsOnlyOnce(true);
		boolean deleted = results.indexOf(true) % 2 == 1;
		assertThat(store().findByClientId("client"))
			.isEqualTo(deleted ? null : TestRegistrations.updated(registration, "next"));
	}

	@Test
	void insertWhenManyCallersHaveOneClientIdThenExactlyOneSucceeds() throws Exception {
		List<Callable<Boolean>> callers = new ArrayList<>();
		for (int i = 0; i < CALLERS; i++) {
			String hash = "hash" + i;
			callers.add(() -> {
				try {
					insert("client", hash);
					return true;
				}
				catch (DuplicateKeyException | PessimisticLockingFailureException ex) {
					// InnoDB may tell the losers by a deadlock
					return false;
				}
			});
		}
		List<Boolean> results = this.calls.atOnce(callers);
		assertThat(results).containsOnlyOnce(true);
		assertThat(find("client").tokenHash()).isEqualTo("hash" + results.indexOf(true));
	}

	@Test
	void insertWhenManyCallersHaveDifferentClientIdsThenAllSucceed() throws Exception {
		List<Callable<Boolean>> callers = new ArrayList<>();
		for (int i = 0; i < CALLERS; i++) {
			String clientId = "client" + i;
			callers.add(() -> transactions().execute((status) -> {
				ClientRegistration registration = insert(clientId, "hash");
				return store().replace(TestRegistrations.updated(registration, "next"), 1)
						&& store().delete(clientId, 2);
			}));
		}
		assertThat(this.calls.atOnce(callers)).hasSize(CALLERS).containsOnly(true);
	}

	@Test
	void replaceWhenTransactionsCrossThenNobodyWaitsForEver() throws Exception {
		ClientRegistration a = insert("a", "hash");
		ClientRegistration b = insert("b", "hash");
		CountDownLatch bothHoldOne = new CountDownLatch(2);
		List<Boolean> results = this.calls
			.atOnce(List.of(() -> replaceBoth(a, b, bothHoldOne), () -> replaceBoth(b, a, bothHoldOne)));
		assertThat(results).contains(false);
		assertThat(find("a").tokenHash()).isEqualTo(find("b").tokenHash())
			.isEqualTo(results.contains(true) ? "next" : "hash");
	}

	private boolean replaceBoth(ClientRegistration first, ClientRegistration second, CountDownLatch bothHoldOne) {
		try {
			return transactions().execute((status) -> {
				try {
					store().replace(TestRegistrations.updated(first, "next"), 1);
				}
				finally {
					bothHoldOne.countDown(); // or the other one would wait for ever
				}
				ConcurrentCalls.await(bothHoldOne);
				return store().replace(TestRegistrations.updated(second, "next"), 1);
			});
		}
		catch (ConcurrencyFailureException ex) {
			return false;
		}
	}

	private boolean replaceWhileAnotherTransactionHoldsTheRow(boolean rollback) throws Exception {
		ClientRegistration registration = insert("client", "hash");
		CountDownLatch started = new CountDownLatch(1);
		Future<Boolean> second = transactions().execute((status) -> {
			assertThat(store().replace(TestRegistrations.updated(registration, "first"), 1)).isTrue();
			Future<Boolean> waiting = this.calls.start(() -> transactions().execute((ignored) -> {
				started.countDown();
				return store().replace(TestRegistrations.updated(registration, "second"), 1);
			}));
			ConcurrentCalls.await(started);
			this.calls.elsewhere(() -> store().findByClientId("client"));
			assertThat(waiting).isNotDone();
			if (rollback) {
				status.setRollbackOnly();
			}
			return waiting;
		});
		return Objects.requireNonNull(second).get();
	}

	private void changeEverything() {
		insert("inserted", "next");
		assertThat(store().replace(TestRegistrations.updated(find("replaced"), "next"), 1)).isTrue();
		assertThat(store().delete("deleted", 1)).isTrue();
		assertThat(find("inserted").tokenHash()).isEqualTo("next");
		assertThat(find("replaced").tokenHash()).isEqualTo("next");
		assertThat(store().findByClientId("deleted")).isNull();
	}

	private void assertUnchangedAfter(Runnable rolledBack) {
		ClientRegistration replaced = insert("replaced", "hash");
		ClientRegistration deleted = insert("deleted", "hash");
		rolledBack.run();
		assertThat(store().findByClientId("inserted")).isNull();
		assertThat(find("replaced")).isEqualTo(replaced);
		assertThat(find("deleted")).isEqualTo(deleted);
		// Nothing is locked any more, and a client_id that was given back may be taken
		insert("inserted", "hash");
		assertThat(this.calls.elsewhere(() -> store().delete("replaced", 1))).isTrue();
	}

}
