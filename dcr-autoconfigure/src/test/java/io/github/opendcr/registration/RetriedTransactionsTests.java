package io.github.opendcr.registration;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.github.opendcr.store.TestDatabases;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link RetriedTransactions}.
 */
class RetriedTransactionsTests {

	private final TransactionTemplate template = new TransactionTemplate(
			new DataSourceTransactionManager(TestDatabases.h2().dataSource()));

	private final RetriedTransactions transactions = new RetriedTransactions(this.template);

	private final AtomicInteger attempts = new AtomicInteger();

	@Test
	void compareAndSetWhenARaceIsLostThenTriesAgain() {
		assertThat(this.transactions.compareAndSet((status) -> {
			if (this.attempts.incrementAndGet() < 3) {
				throw new CannotAcquireLockException("lost");
			}
			return true;
		})).isTrue();
	}

	@Test
	void compareAndSetWhenInTransactionOfTheCallerThenFailsAtOnce() {
		assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(
				() -> this.template.executeWithoutResult((outer) -> this.transactions.compareAndSet((status) -> {
					throw new CannotAcquireLockException("lost " + this.attempts.incrementAndGet());
				})))
			.withMessage("lost 1");
	}

}
