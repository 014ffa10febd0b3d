package io.github.opendcr.storage;

import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import io.github.opendcr.testkit.TestDatabases;

import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Attempts}.
 */
class AttemptsTests {

	private final AtomicInteger attempts = new AtomicInteger();

	@Test
	void ofWhenARaceIsLostThenTriesAgain() {
		assertThat(Attempts.of(ConcurrencyFailureException.class, () -> {
			if (this.attempts.incrementAndGet() < 3) {
				throw new CannotAcquireLockException("lost");
			}
			return "won";
		})).isEqualTo("won");
	}

	@Test
	void ofWhenItIsLostAgainAndAgainThenFailsAfterTheThirdTime() {
		assertThatExceptionOfType(CannotAcquireLockException.class)
			.isThrownBy(() -> Attempts.of(ConcurrencyFailureException.class, () -> {
				throw new CannotAcquireLockException("lost " + this.attempts.incrementAndGet());
			}))
			.withMessage("lost 3");
	}

	@Test
	void ofWhenItFailsInAnotherWayThenNotAgain() {
		assertThatExceptionOfType(DuplicateKeyException.class)
			.isThrownBy(() -> Attempts.of(ConcurrencyFailureException.class, () -> {
				throw new DuplicateKeyException("taken " + this.attempts.incrementAndGet());
			}))
			.withMessage("taken 1");
	}

	@Test
	void ofWhenInTransactionOfTheCallerThenFailsAtOnce() {
		TransactionTemplate transaction = new TransactionTemplate(
				new DataSourceTransactionManager(TestDatabases.h2().dataSource()));
		assertThatExceptionOfType(CannotAcquireLockException.class).isThrownBy(
				() -> transaction.executeWithoutResult((outer) -> Attempts.of(ConcurrencyFailureException.class, () -> {
					throw new CannotAcquireLockException("lost " + this.attempts.incrementAndGet());
				})))
			.withMessage("lost 1");
	}

}
