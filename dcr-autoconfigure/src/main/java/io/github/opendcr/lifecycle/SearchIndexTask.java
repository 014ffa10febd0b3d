package io.github.opendcr.lifecycle;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.context.SmartLifecycle;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;

/**
 * Writes aside by which operators find clients, every few seconds.
 *
 * @since 0.1.0
 */
public final class SearchIndexTask implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(SearchIndexTask.class);

	private static final Duration BETWEEN_RUNS = Duration.ofSeconds(10);

	private final Consumer<BooleanSupplier> index;

	private final RecurringTask task = new RecurringTask("dcr-search", BETWEEN_RUNS, this::advance);

	/**
	 * Create a task that waits for its start.
	 * @param index writes what is missing, and comes to an end as soon as it is told to
	 */
	public SearchIndexTask(Consumer<BooleanSupplier> index) {
		this.index = index;
	}

	void advance(BooleanSupplier stopping) {
		try {
			this.index.accept(stopping);
		}
		catch (ConcurrencyFailureException | DuplicateKeyException ex) {
			logger.debug("Another node writes by what clients are found", ex);
		}
		catch (RuntimeException ex) { // would be the last time otherwise
			logger.warn("By what operators find clients could not be written; trying again soon", ex);
		}
	}

	@Override
	public void start() {
		this.task.start();
	}

	@Override
	public void stop() {
		this.task.stop();
	}

	@Override
	public boolean isRunning() {
		return this.task.isRunning();
	}

}
