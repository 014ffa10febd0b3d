package io.github.opendcr.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import io.github.opendcr.ClientEvent;
import io.github.opendcr.use.ClientUseStore;

import org.springframework.context.event.EventListener;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Notes that clients are used, at most once an hour for each, on a thread of its own: a
 * request only puts the client into a map. What waits there is written every few seconds
 * and at the end. A process that dies before forgets it, until the client's next use, and
 * so does one that ends while the database is away. Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class ClientUses extends RecurringTask {

	private static final Log logger = LogFactory.getLog(ClientUses.class);

	private static final Duration BETWEEN_WRITES = Duration.ofSeconds(5);

	private static final int BATCH_SIZE = 500;

	/**
	 * How many clients are remembered, so that they aren't written again at once. Of more
	 * than that some are, which the store ignores.
	 */
	private static final int MOST_REMEMBERED = 100_000;

	private final ClientUseStore store;

	private final TransactionOperations transactions;

	private final Clock clock;

	private final int mostRemembered;

	private final Map<String, Instant> remembered = new ConcurrentHashMap<>();

	private final Map<String, Instant> waiting = new ConcurrentHashMap<>();

	private final Set<String> deleted = ConcurrentHashMap.newKeySet();

	/**
	 * Create an instance that remembers nothing.
	 * @param store where uses are kept
	 * @param transactions the transactions in which they are written
	 * @param clock what time it is
	 */
	public ClientUses(ClientUseStore store, TransactionOperations transactions, Clock clock) {
		this(store, transactions, clock, MOST_REMEMBERED, TIME_TO_STOP);
	}

	ClientUses(ClientUseStore store, TransactionOperations transactions, Clock clock, int mostRemembered,
			Duration timeToStop) {
		super("dcr-use", BETWEEN_WRITES, "The last use of clients could not be written", timeToStop);
		this.store = store;
		this.transactions = transactions;
		this.clock = clock;
		this.mostRemembered = mostRemembered;
	}

	/**
	 * Note that a client is used now. Nothing is written here, and nobody waits.
	 * @param clientId the {@code client_id}
	 */
	public void used(String clientId) {
		Instant now = this.clock.instant();
		Instant known = this.remembered.get(clientId);
		if (known != null && known.plus(ClientUseStore.PRECISION).isAfter(now)) {
			return;
		}
		if (this.waiting.size() >= this.mostRemembered) {
			return; // nothing has been written for long; a later use will be
		}
		if (this.remembered.size() >= this.mostRemembered) {
			this.remembered.clear();
		}
		this.remembered.put(clientId, now);
		this.waiting.put(clientId, now);
	}

	/**
	 * Forget a client that was deleted, as soon as what waits is written.
	 * @param event says which one
	 */
	@EventListener
	public void onDeleted(ClientEvent.Deleted event) {
		this.deleted.add(event.registration().clientId());
	}

	/**
	 * Write what waits. What fails waits on.
	 */
	public void flush() {
		flushUses();
		for (String clientId : this.deleted) {
			this.transactions.executeWithoutResult((status) -> this.store.remove(clientId));
			this.deleted.remove(clientId);
		}
	}

	private void flushUses() {
		Iterator<Map.Entry<String, Instant>> uses = this.waiting.entrySet().iterator();
		while (uses.hasNext()) {
			Map<String, Instant> batch = new HashMap<>();
			while (uses.hasNext() && batch.size() < BATCH_SIZE) {
				Map.Entry<String, Instant> use = uses.next();
				batch.put(use.getKey(), use.getValue());
			}
			this.transactions.executeWithoutResult((status) -> this.store.save(batch));
			batch.forEach(this.waiting::remove);
		}
	}

	@Override
	protected void work(BooleanSupplier stopping) {
		flush();
	}

	/**
	 * Write what waits, for the last time, or say how much is lost. The server has
	 * answered its last request before. While the database is away, nobody waits for it
	 * longer than a few seconds.
	 */
	@Override
	public void stop() {
		String problem = end(this::flush);
		if (problem != null) {
			logger.warn("The last use of " + this.waiting.size() + " clients is lost, since it could not be written "
					+ "before the end: " + problem);
		}
	}

	/**
	 * Return a phase that starts before the web server and stops after it, when there are
	 * no more requests.
	 */
	@Override
	public int getPhase() {
		return 0;
	}

}
