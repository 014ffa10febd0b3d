package io.github.opendcr.registration;

import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RegistrationStages}.
 */
class RegistrationStagesTests {

	@Test
	void observeWhenNobodyObservesThenDoneAllTheSame() {
		RegistrationStages stages = new RegistrationStages(ObservationRegistry.NOOP);
		assertThat(stages.observe("map", () -> "done")).isEqualTo("done");
		assertThat(stages.observe("map", false, () -> "done")).isEqualTo("done");
	}

}
