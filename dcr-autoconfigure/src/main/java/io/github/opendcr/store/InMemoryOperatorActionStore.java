package io.github.opendcr.store;

import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import io.github.opendcr.OperatorAction;
import io.github.opendcr.OperatorActionStore;

/**
 * Keeps in memory what operators did with clients, in the transactions of the
 * registrations. Safe for use by several threads.
 */
final class InMemoryOperatorActionStore implements OperatorActionStore {

	private final InMemoryTable<List<OperatorAction>> actions;

	private final InMemoryTransactions transactions;

	/**
	 * Create an empty store.
	 * @param transactions the transactions in which it takes part
	 */
	InMemoryOperatorActionStore(InMemoryTransactions transactions) {
		this.actions = new InMemoryTable<>(transactions);
		this.transactions = transactions;
	}

	@Override
	public void insert(OperatorAction action) {
		OperatorAction kept = new OperatorAction(action.clientId(), action.kind(), action.by(), action.reason(),
				action.at().truncatedTo(ChronoUnit.MILLIS));
		this.transactions.step(() -> {
			List<OperatorAction> earlier = this.actions.lock(action.clientId());
			this.actions.put(action.clientId(),
					Stream.concat(Stream.of(kept), (earlier != null) ? earlier.stream() : Stream.empty()).toList());
			return true;
		});
	}

	@Override
	public List<OperatorAction> find(String clientId, int limit) {
		List<OperatorAction> found = Objects.requireNonNullElse(this.actions.get(clientId), List.of());
		return found.subList(0, Math.min(limit, found.size()));
	}

	@Override
	public int removeAll(String clientId) {
		return this.transactions.step(() -> {
			List<OperatorAction> removed = this.actions.lock(clientId);
			this.actions.put(clientId, null);
			return (removed != null) ? removed.size() : 0;
		});
	}

}
