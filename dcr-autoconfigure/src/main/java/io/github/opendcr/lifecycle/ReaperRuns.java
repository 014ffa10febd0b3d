package io.github.opendcr.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.storage.Orphans;
import io.github.opendcr.use.ClientUseStore;

/**
 * The runs of the reaper, one after the other. Most look only at the clients whose time
 * has come since the run before. The first one, and one each day, looks at all of them,
 * and for orphans.
 */
final class ReaperRuns {

	private static final int MOST_ORPHANS = 1000;

	private static final Duration BETWEEN_WHOLE_RUNS = Duration.ofDays(1);

	private final ReaperSettings settings;

	private final int batchSize;

	private final ClientRegistrationStore registrations;

	private final ClientLifecycle lifecycle;

	private final @Nullable ClientUseStore uses;

	private final IntFunction<Orphans> orphans;

	private final Clock clock;

	private final LongAdder removed = new LongAdder();

	private @Nullable IdleClients neverUsed;

	private @Nullable IdleClients unused;

	private @Nullable Instant lastWholeRun;

	ReaperRuns(ReaperSettings settings, int batchSize, ClientRegistrationStore registrations, ClientLifecycle lifecycle,
			@Nullable ClientUseStore uses, IntFunction<Orphans> orphans, Clock clock) {
		this.settings = settings;
		this.batchSize = batchSize;
		this.registrations = registrations;
		this.lifecycle = lifecycle;
		this.uses = uses;
		this.orphans = orphans;
		this.clock = clock;
	}

	/**
	 * Do the next run.
	 * @param stopping whether it shall end before it is through
	 */
	synchronized ReaperRun next(BooleanSupplier stopping) {
		Instant now = this.clock.instant();
		// a clock that has been put back says that it was in the future
		boolean whole = this.lastWholeRun == null || now.isBefore(this.lastWholeRun)
				|| !now.isBefore(this.lastWholeRun.plus(BETWEEN_WHOLE_RUNS));
		if (whole) {
			this.neverUsed = walkOfNeverUsed();
			this.unused = walkOfUnused();
		}
		ReaperRun run = run(now, this.settings.observe(), this.neverUsed, this.unused, whole, stopping);
		this.lastWholeRun = whole ? now : this.lastWholeRun;
		return run;
	}

	/**
	 * Do a run that looks at all clients, apart from the others.
	 * @param observe whether it deletes nothing
	 */
	ReaperRun whole(boolean observe, BooleanSupplier stopping) {
		return run(this.clock.instant(), observe, walkOfNeverUsed(), walkOfUnused(), true, stopping);
	}

	long removed() {
		return this.removed.sum();
	}

	private @Nullable IdleClients walkOfNeverUsed() {
		return (this.uses != null && this.settings.neverUsedAfter() != null)
				? new IdleClients(this.uses::findNeverUsed, this.settings.neverUsedAfter()) : null;
	}

	private @Nullable IdleClients walkOfUnused() {
		return (this.uses != null && this.settings.unusedAfter() != null)
				? new IdleClients(this.uses::findUsed, this.settings.unusedAfter()) : null;
	}

	private ReaperRun run(Instant now, boolean observe, @Nullable IdleClients neverUsed, @Nullable IdleClients unused,
			boolean whole, BooleanSupplier stopping) {
		Reaping reaping = new Reaping(this.lifecycle, observe, this.batchSize, this.removed, stopping);
		try {
			int expired = reaping.expired(this.registrations, now);
			int idle = (neverUsed != null) ? reaping.idle(neverUsed, now) : 0;
			int used = (unused != null) ? reaping.idle(unused, now) : 0;
			return new ReaperRun(now, observe, expired, idle, used, reaping.failed(),
					(whole && !stopping.getAsBoolean()) ? this.orphans.apply(MOST_ORPHANS) : null);
		}
		finally {
			reaping.logFailures();
		}
	}

}
