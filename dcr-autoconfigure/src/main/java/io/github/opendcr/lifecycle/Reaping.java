package io.github.opendcr.lifecycle;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientLifecycle;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.use.IdleClient;

/**
 * One run of the reaper, on one thread: goes through clients page by page, since those
 * that stay remain where they are.
 */
final class Reaping {

	private static final Log logger = LogFactory.getLog(ClientReaper.class);

	private final ClientLifecycle lifecycle;

	private final boolean observe;

	private final int batchSize;

	private final LongAdder removed;

	private final BooleanSupplier stopping;

	private int failed;

	private @Nullable String first;

	private @Nullable RuntimeException cause;

	/**
	 * Begin a run.
	 * @param lifecycle what deletes clients
	 * @param observe whether clients are only counted
	 * @param batchSize how many clients are read at a time
	 * @param removed counts the clients that were deleted
	 * @param stopping whether the run shall end now
	 */
	Reaping(ClientLifecycle lifecycle, boolean observe, int batchSize, LongAdder removed, BooleanSupplier stopping) {
		this.lifecycle = lifecycle;
		this.observe = observe;
		this.batchSize = batchSize;
		this.removed = removed;
		this.stopping = stopping;
	}

	int expired(ClientRegistrationStore registrations, Instant now) {
		int count = 0;
		ClientRegistration last = null;
		List<ClientRegistration> page;
		do {
			page = registrations.findExpired(now, last, this.batchSize);
			for (ClientRegistration registration : page) {
				if (this.stopping.getAsBoolean()) {
					return count;
				}
				count += reaped(registration.clientId(), (id) -> this.observe || this.lifecycle.delete(id));
				last = registration;
			}
		}
		while (page.size() == this.batchSize);
		return count;
	}

	int idle(IdleClients walk, Instant now) {
		int count = 0;
		Instant since = walk.since(now);
		List<IdleClient> page;
		do {
			page = walk.next(now, this.batchSize);
			for (IdleClient client : page) {
				if (this.stopping.getAsBoolean()) {
					return count;
				}
				count += reaped(client.clientId(), (id) -> this.observe ? this.lifecycle.isUnused(id, since)
						: this.lifecycle.deleteUnused(id, since));
				walk.passed(client);
			}
		}
		while (page.size() == this.batchSize);
		return count;
	}

	private int reaped(String clientId, Predicate<String> action) {
		try {
			if (!action.test(clientId)) { // another node did
				return 0;
			}
			if (!this.observe) {
				this.removed.increment();
			}
			return 1;
		}
		catch (UnsupportedOperationException ex) { // nor could any other be deleted
			throw ex;
		}
		catch (RuntimeException ex) {
			if (this.failed++ == 0) {
				this.first = clientId;
				this.cause = ex;
			}
			return 0;
		}
	}

	int failed() {
		return this.failed;
	}

	void logFailures() {
		if (this.failed > 0) {
			logger.warn(this.failed + " clients could not be deleted; trying again later. The first is " + this.first,
					this.cause);
		}
	}

}
