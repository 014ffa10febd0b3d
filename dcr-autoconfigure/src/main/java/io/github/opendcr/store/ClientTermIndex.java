package io.github.opendcr.store;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.github.opendcr.ClientRegistration;

import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Writes the terms by which operators find clients, some minutes after the clients, so
 * that no registration waits for it: goes along the times of registration, and keeps how
 * far it came. A search looks at each client that is newer. Several processes may do so
 * at once, and one that dies has forgotten nothing. Safe for use by several threads.
 */
final class ClientTermIndex {

	/**
	 * How much later terms are written than clients. What commits later than that after
	 * it was registered would be passed over.
	 */
	static final Duration DELAY = Duration.ofMinutes(2);

	private static final int BATCH_SIZE = 500;

	private final JdbcOperations jdbcOperations;

	private final ClientRegistrationRows rows = new ClientRegistrationRows();

	private final ClientTerms terms;

	private final TermProgress progress;

	private final TransactionOperations transactions;

	private final Clock clock;

	ClientTermIndex(JdbcOperations jdbcOperations, ClientTerms terms, TermProgress progress,
			TransactionOperations transactions, Clock clock) {
		this.jdbcOperations = jdbcOperations;
		this.terms = terms;
		this.progress = progress;
		this.transactions = transactions;
		this.clock = clock;
	}

	/**
	 * Write the terms of the clients that have none yet and are old enough.
	 * @param stopping whether to come to an end before that
	 */
	void advance(BooleanSupplier stopping) {
		long until = this.clock.instant().minus(DELAY).toEpochMilli();
		long from = this.progress.until();
		TimePage page = new TimePage((from != TermProgress.NONE) ? from + 1 : from, until);
		boolean more = true;
		String last = "";
		while (more && !stopping.getAsBoolean()) {
			List<ClientRegistration> batch = page.find(this.jdbcOperations, this.rows, from, last, BATCH_SIZE);
			if (batch.isEmpty()) {
				return;
			}
			more = batch.size() == BATCH_SIZE;
			from = batch.get(batch.size() - 1).issuedAt().toEpochMilli();
			last = batch.get(batch.size() - 1).clientId();
			// others of the same millisecond may follow
			write(batch, more ? from - 1 : from);
		}
	}

	private void write(List<ClientRegistration> batch, long until) {
		this.transactions.executeWithoutResult((status) -> {
			this.terms.addAll(batch);
			this.progress.advance(until);
		});
	}

}
