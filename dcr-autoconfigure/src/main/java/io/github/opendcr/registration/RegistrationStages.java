package io.github.opendcr.registration;

import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * Shows how long each stage of the line takes, as children of whatever is observed around
 * it. Costs nothing where nobody observes.
 *
 * @param observations where the stages are timed
 */
record RegistrationStages(ObservationRegistry observations) {

	/**
	 * Show a stage where there is anything to do in it: one that takes no time isn't
	 * worth the time of showing it.
	 */
	<T extends @Nullable Object> T observe(String stage, boolean anything, Supplier<T> work) {
		return anything ? observe(stage, work) : work.get();
	}

	@SuppressWarnings("try") // the observation's scope is opened to be closed
	<T extends @Nullable Object> T observe(String stage, Supplier<T> work) {
		if (this.observations.isNoop()) {
			return work.get();
		}
		Observation observation = Observation.createNotStarted("dcr.registration.stages", this.observations)
			.contextualName("dcr " + stage)
			.lowCardinalityKeyValue("stage", stage)
			.start();
		try (Observation.Scope scope = observation.openScope()) {
			return work.get();
		}
		catch (RuntimeException | Error ex) {
			observation.error(ex);
			throw ex;
		}
		finally {
			observation.stop();
		}
	}

}
