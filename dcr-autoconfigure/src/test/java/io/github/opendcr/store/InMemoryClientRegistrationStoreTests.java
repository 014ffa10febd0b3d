package io.github.opendcr.store;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;

import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionOperations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link InMemoryClientRegistrationStore}.
 */
class InMemoryClientRegistrationStoreTests extends TransactionalClientRegistrationStoreContract {

	private InMemoryTransactions transactions;

	private InMemoryClientRegistrationStore store;

	InMemoryClientRegistrationStoreTests() {
		waitForLocks(Duration.ofHours(1));
	}

	private void waitForLocks(Duration timeout) {
		this.transactions = new InMemoryTransactions(timeout);
		this.store = new InMemoryClientRegistrationStore(this.transactions);
	}

	@Override
	protected ClientRegistrationStore store() {
		return this.store;
	}

	@Override
	protected TransactionOperations transactions() {
		return this.transactions.operations();
	}

	@Test
	@Override
	void replaceWhenTransactionsCrossThenNobodyWaitsForEver() throws Exception {
		waitForLocks(Duration.ofMillis(200));
		super.replaceWhenTransactionsCrossThenNobodyWaitsForEver();
	}

	@Test
	void storeIsNoTransactionOperationsWhichWouldReplaceTheApplicationsOwn() {
		assertThat(this.store).isNotInstanceOf(TransactionOperations.class);
	}

	@Test
	void transactionWhenInnerOneFailsThenOuterOneIsRolledBack() {
		transactions().executeWithoutResult((status) -> {
			insert("client", "hash");
			assertThatIllegalStateException().isThrownBy(() -> transactions().executeWithoutResult((inner) -> {
				throw new IllegalStateException();
			}));
			assertThat(status.isRollbackOnly()).isTrue();
		});
		assertThat(this.store.findByClientId("client")).isNull();
	}

	@Test
	void transactionWhenInnerOneEndsThenOuterOneGoesOn() {
		ClientRegistration registration = insert("client", "hash");
		transactions().executeWithoutResult((status) -> {
			transactions().executeWithoutResult(
					(inner) -> this.store.replace(TestRegistrations.updated(registration, "next"), 1));
			assertThat(this.calls.elsewhere(() -> find("client").tokenHash())).isEqualTo("hash");
		});
		assertThat(find("client").tokenHash()).isEqualTo("next");
	}

	@Test
	void transactionWhenInsertFailsAndIsHandledThenTheRestIsCommitted() {
		insert("taken", "hash");
		transactions().executeWithoutResult((status) -> {
			insert("client", "hash");
			assertThatExceptionOfType(DuplicateKeyException.class).isThrownBy(() -> insert("taken", "hash"));
		});
		assertThat(find("client")).isNotNull();
	}

}
