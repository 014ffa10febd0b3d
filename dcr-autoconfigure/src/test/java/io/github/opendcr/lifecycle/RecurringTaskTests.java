package io.github.opendcr.lifecycle;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link RecurringTask}.
 */
class RecurringTaskTests {

	@ParameterizedTest
	@ValueSource(classes = { DataAccessResourceFailureException.class, DuplicateKeyException.class,
			IllegalStateException.class })
	void workWhenItFailsThenThereWillBeAnother(Class<? extends RuntimeException> failure) {
		RecurringTask task = task((stopping) -> {
			throw exception(failure);
		});
		assertThatNoException().isThrownBy(() -> task.workOrLog(() -> false));
	}

	private static RecurringTask task(Consumer<BooleanSupplier> work) {
		return RecurringTask.of("dcr-test", Duration.ofMillis(1), "It failed", work);
	}

	private static RuntimeException exception(Class<? extends RuntimeException> type) {
		try {
			return type.getConstructor(String.class).newInstance("test");
		}
		catch (ReflectiveOperationException ex) {
			throw new AssertionError(ex);
		}
	}

	@Test
	void startThenRunsUntilItIsStopped() throws Exception {
		CountDownLatch began = new CountDownLatch(1);
		CountDownLatch told = new CountDownLatch(1);
		RecurringTask task = task((stopping) -> {
			began.countDown();
			while (!stopping.getAsBoolean()) {
				Thread.onSpinWait();
			}
			told.countDown();
		});
		assertThat(task.isRunning()).isFalse();
		task.start();
		assertThat(task.isRunning()).isTrue();
		began.await();
		task.stop();
		told.await();
		assertThat(task.isRunning()).isFalse();
	}

}
