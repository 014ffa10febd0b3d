package io.github.opendcr.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.idempotency.KeptAnswers;
import io.github.opendcr.registration.RegistrationEvents;
import io.github.opendcr.storage.ClientStorage;
import io.github.opendcr.storage.Orphans;
import io.github.opendcr.use.ClientUseStore;

/**
 * Deletes clients that have come to their end, which work nowhere any more, and those
 * that nobody uses, and answers that were kept long enough, from time to time; and says
 * where one half of a client is there without the other. Several nodes may do so at once:
 * each client is deleted by one of them. It runs on a thread of its own, while the
 * application does. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class ClientReaper extends RecurringTask {

	private static final Log logger = LogFactory.getLog(ClientReaper.class);

	private static final int BATCH_SIZE = 100;

	private final ReaperRuns runs;

	private final KeptAnswers kept;

	private final RegistrationEvents events;

	private final ObservationRegistry observations;

	private final Clock clock;

	private volatile @Nullable Run lastRun;

	/**
	 * Create a reaper.
	 * @param settings what it looks for, and how often
	 * @param registrations where it looks for clients
	 * @param lifecycle what deletes them
	 * @param uses when clients were used, or {@code null} if nothing notes that
	 * @param storage where both halves of clients live
	 * @param kept the answers that are kept
	 * @param events where the runs are told
	 * @param observations where runs are timed
	 * @param clock what time it is
	 */
	public ClientReaper(ReaperSettings settings, ClientRegistrationStore registrations, ClientLifecycle lifecycle,
			@Nullable ClientUseStore uses, ClientStorage storage, KeptAnswers kept, RegistrationEvents events,
			ObservationRegistry observations, Clock clock) {
		this(settings.interval(), new ReaperRuns(settings, BATCH_SIZE, registrations, lifecycle, uses,
				storage.removal()::findOrphans, clock), kept, events, observations, clock);
	}

	ClientReaper(Duration interval, ReaperRuns runs, KeptAnswers kept, RegistrationEvents events,
			ObservationRegistry observations, Clock clock) {
		super("dcr-reaper", interval, "Answers that were kept long enough could not be removed");
		this.runs = runs;
		this.kept = kept;
		this.events = events;
		this.observations = observations;
		this.clock = clock;
	}

	@Override
	@SuppressWarnings("try") // the observation's scope is opened to be closed
	protected void work(BooleanSupplier stopping) {
		long before = removed();
		Outcome outcome = Outcome.FAILED;
		Observation observation = Observation.start("dcr.reaper.runs", this.observations);
		try (Observation.Scope scope = observation.openScope()) {
			outcome = (tell(this.runs.next(stopping)).failed() == 0) ? Outcome.SUCCESS : Outcome.INCOMPLETE;
		}
		catch (UnsupportedOperationException ex) { // nor could any other be deleted
			outcome = Outcome.UNSUPPORTED;
			logger.warn("Expired or unused clients can't be deleted. " + ex.getMessage());
		}
		catch (RuntimeException ex) { // answers are forgotten all the same
			logger.warn("Expired or unused clients could not be deleted; trying again later", ex);
		}
		finally {
			observation.lowCardinalityKeyValue("outcome", outcome.name()).stop();
			this.lastRun = new Run(this.clock.instant(), outcome, removed() - before);
		}
		this.kept.removeExpired();
	}

	/**
	 * Look at all clients now, and delete those that have come to their end or are
	 * unused, whether {@code dcr.reaper.mode} is to observe or not.
	 * @return what was found and deleted
	 * @throws UnsupportedOperationException if clients can't be deleted; the message says
	 * what is missing
	 */
	public ReaperRun run() {
		return tell(this.runs.whole(false, () -> false));
	}

	/**
	 * Look at all clients now, and delete none.
	 * @return what was found
	 */
	public ReaperRun observe() {
		return tell(this.runs.whole(true, () -> false));
	}

	private ReaperRun tell(ReaperRun run) {
		if (run.total() > 0) {
			logger.info("%s %d clients that had expired, %d that were never used and %d not any more"
				.formatted(run.observed() ? "Would delete" : "Deleted", run.expired(), run.neverUsed(), run.unused()));
		}
		Orphans orphans = run.orphans();
		if (orphans != null) {
			warnOf(orphans.registrations(), "Registrations without a client in the application's repository");
			warnOf(orphans.clients(), "Clients that registered themselves, without a registration");
		}
		this.events.publish(run);
		return run;
	}

	private static void warnOf(List<String> orphans, String what) {
		if (!orphans.isEmpty()) {
			logger.warn(what + ": " + orphans.size() + ". The first is " + orphans.get(0));
		}
	}

	/**
	 * Return how many clients were deleted since the application started.
	 * @return the number
	 */
	public long removed() {
		return this.runs.removed();
	}

	/**
	 * Return what came of the last run by the timer.
	 * @return the run, or {@code null} before the first one
	 */
	public @Nullable Run lastRun() {
		return this.lastRun;
	}

	/**
	 * What came of a run.
	 *
	 * @since 0.1.0
	 */
	public enum Outcome {

		/**
		 * Each client that was found is gone, or would be.
		 */
		SUCCESS,

		/**
		 * Some could not be deleted.
		 */
		INCOMPLETE,

		/**
		 * The application has no way to remove clients.
		 */
		UNSUPPORTED,

		/**
		 * It could not go on.
		 */
		FAILED

	}

	/**
	 * A run.
	 *
	 * @param endedAt when it ended
	 * @param outcome what came of it
	 * @param removed how many clients it deleted
	 * @since 0.1.0
	 */
	public record Run(Instant endedAt, Outcome outcome, long removed) {
	}

}
