package io.github.opendcr.lifecycle;

import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link SearchIndexTask}.
 */
class SearchIndexTaskTests {

	@ParameterizedTest
	@ValueSource(classes = { DataAccessResourceFailureException.class, DuplicateKeyException.class,
			IllegalStateException.class })
	void advanceWhenItFailsThenThereWillBeAnother(Class<? extends RuntimeException> failure) {
		SearchIndexTask task = new SearchIndexTask((stopping) -> {
			throw exception(failure);
		});
		assertThatNoException().isThrownBy(() -> task.advance(() -> false));
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
		SearchIndexTask task = new SearchIndexTask((stopping) -> {
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
