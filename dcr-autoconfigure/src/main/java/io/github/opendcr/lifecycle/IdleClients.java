package io.github.opendcr.lifecycle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.use.IdleClient;

/**
 * A walk through clients, those first that nobody has used for the longest time. It goes
 * on where it stopped: in the next run only those come whose time has come since.
 */
final class IdleClients {

	private final Page page;

	private final Duration after;

	private @Nullable IdleClient last;

	/**
	 * Begin a walk.
	 * @param page finds clients
	 * @param after how long nobody has used them
	 */
	IdleClients(Page page, Duration after) {
		this.page = page;
		this.after = after;
	}

	Instant since(Instant now) {
		return now.minus(this.after);
	}

	List<IdleClient> next(Instant now, int limit) {
		return this.page.find(since(now), this.last, limit);
	}

	void passed(IdleClient client) {
		this.last = client;
	}

	/**
	 * Finds a page of clients.
	 */
	@FunctionalInterface
	interface Page {

		List<IdleClient> find(Instant until, @Nullable IdleClient after, int limit);

	}

}
