package io.github.opendcr.lifecycle;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.storage.Orphans;

/**
 * What one run of the reaper found. Published as an event after each run.
 *
 * @param startedAt when the run began
 * @param observed whether it only looked; if not, the numbers are of clients that were
 * deleted by this node
 * @param expired how many clients had come to their end
 * @param neverUsed how many clients nobody had used in the time that they are given
 * @param unused how many clients nobody had used any more
 * @param failed how many of those that were found could not be deleted
 * @param orphans clients of which one half is there without the other, or {@code null} if
 * this run didn't look for them
 * @since 0.1.0
 */
public record ReaperRun(Instant startedAt, boolean observed, int expired, int neverUsed, int unused, int failed,
		@Nullable Orphans orphans) {

	/**
	 * Return how many clients were deleted, or would have been.
	 * @return the number
	 */
	public int total() {
		return this.expired + this.neverUsed + this.unused;
	}

}
