package io.github.opendcr.server.client;

import java.util.ConcurrentModificationException;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link LookUps}.
 */
class LookUpsTests {

	@Test
	void undisturbedWhenAnEntryIsAddedMeanwhileThenLooksAgain() {
		AtomicInteger looks = new AtomicInteger();
		assertThat(LookUps.undisturbed(() -> {
			if (looks.incrementAndGet() < 3) {
				throw new ConcurrentModificationException();
			}
			return "found";
		})).isEqualTo("found");
	}

	@Test
	void undisturbedWhenItNeverWorksThenFails() {
		assertThatExceptionOfType(ConcurrentModificationException.class).isThrownBy(() -> LookUps.undisturbed(() -> {
			throw new ConcurrentModificationException();
		}));
	}

}
