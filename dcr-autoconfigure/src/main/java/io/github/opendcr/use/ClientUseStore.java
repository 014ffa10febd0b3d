package io.github.opendcr.use;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Keeps when clients were used, beside their registrations: a use changes no
 * registration, and no request waits for it. Safe for use by several threads and
 * processes.
 *
 * @since 0.1.0
 */
public interface ClientUseStore {

	/**
	 * How exact the last use is: what is stored is left alone by a use that comes less
	 * than that later.
	 */
	Duration PRECISION = Duration.ofHours(1);

	/**
	 * Note uses. Those of clients that aren't registered, or not any more, are ignored.
	 * Called in a transaction; if it fails it is called again, later.
	 * @param uses when clients were used, by {@code client_id}
	 */
	void save(Map<String, Instant> uses);

	/**
	 * Find out when clients were used.
	 * @param clientIds the {@code client_id}s
	 * @return the uses by {@code client_id}, without those that were never used
	 */
	Map<String, ClientUse> find(Collection<String> clientIds);

	/**
	 * Return one page of the clients that were never used, the oldest first.
	 * @param registeredUntil when they were registered at the latest
	 * @param after the last one of the page before, or {@code null} for the first page
	 * @param limit how many at most
	 * @return the clients
	 */
	List<IdleClient> findNeverUsed(Instant registeredUntil, @Nullable IdleClient after, int limit);

	/**
	 * Look for clients that were never used as {@link #findNeverUsed} does, for somebody
	 * who waits: where nearly all were used, a page may end before it is full. This
	 * implementation doesn't.
	 * @param registeredUntil when they were registered at the latest
	 * @param after the {@code next} of the page before, or {@code null} for the first
	 * page
	 * @param limit how many at most
	 * @return the page
	 */
	default IdlePage lookForNeverUsed(Instant registeredUntil, @Nullable IdleClient after, int limit) {
		return IdlePage.of(findNeverUsed(registeredUntil, after, limit), limit);
	}

	/**
	 * Return one page of the clients that were used, the longest ago first.
	 * @param usedUntil when they were used last at the latest
	 * @param after the last one of the page before, or {@code null} for the first page
	 * @param limit how many at most
	 * @return the clients
	 */
	List<IdleClient> findUsed(Instant usedUntil, @Nullable IdleClient after, int limit);

	/**
	 * Forget when a client was used.
	 * @param clientId the {@code client_id}
	 */
	void remove(String clientId);

}
