package io.github.opendcr.fetch;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/**
 * What is observed of a fetch: {@code dcr.fetch} with its outcome, and nothing of where
 * it went.
 *
 * @param observation the observation, which was started
 */
record FetchObservation(Observation observation) {

	static FetchObservation start(ObservationRegistry registry) {
		return new FetchObservation(
				Observation.createNotStarted("dcr.fetch", registry).contextualName("dcr fetch").start());
	}

	/**
	 * Say what came of it.
	 * @return the same result
	 */
	FetchResult ended(FetchResult result) {
		this.observation.lowCardinalityKeyValue("outcome", outcome(result)).stop();
		return result;
	}

	private static String outcome(FetchResult result) {
		if (result instanceof FetchResult.Failure failure) {
			return failure.kind().name();
		}
		return (result instanceof FetchResult.Document) ? "SUCCESS" : "NOT_MODIFIED";
	}

}
