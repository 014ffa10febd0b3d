package io.github.opendcr.autoconfigure;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.convert.DurationUnit;

/**
 * Properties of the life of clients after their registration.
 *
 * @param approval Whether a client works as soon as it is registered, or waits for an
 * operator's approval.
 * @param clientTimeToLive How long a client lives. For ever if not set.
 * @param reaper Deletion of clients that have come to their end.
 * @since 0.1.0
 */
@ConfigurationProperties("dcr")
public record DcrLifecycleProperties(@DefaultValue("automatic") Approval approval,
		@DurationUnit(ChronoUnit.SECONDS) @Nullable Duration clientTimeToLive, @DefaultValue Reaper reaper) {

	/**
	 * Whether clients wait for an operator's approval.
	 *
	 * @since 0.1.0
	 */
	public enum Approval {

		/**
		 * A client works as soon as it is registered.
		 */
		AUTOMATIC,

		/**
		 * A client works nowhere until an operator approves it.
		 */
		MANUAL

	}

	/**
	 * Deletion of clients that have come to their end.
	 *
	 * @param enabled Whether they are deleted. They don't work in any case.
	 * @param interval Time between two runs.
	 * @since 0.1.0
	 */
	public record Reaper(@DefaultValue("true") boolean enabled,
			@DurationUnit(ChronoUnit.SECONDS) @DefaultValue("10m") Duration interval) {
	}

}
