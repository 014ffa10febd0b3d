package io.github.opendcr.quota;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.RegistrationException;

import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionCallback;
import org.springframework.transaction.support.TransactionOperations;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * The places that the change of a client takes and gives back. As long as no quota is
 * nearly full they are there at once. If one isn't, the change begins again under the
 * lock and counts: whoever has taken a place already must not wait for the lock.
 *
 * @since 0.1.0
 */
public final class QuotaChange {

	/**
	 * The change of a client that counts for no quota.
	 */
	public static final QuotaChange NONE = new QuotaChange(List.of());

	private final List<Step> steps;

	private QuotaChange(List<Step> steps) {
		this.steps = steps;
	}

	static QuotaChange of(ClientQuotaStore counts, Map<String, ClientQuota> before, Map<String, ClientQuota> after) {
		SortedMap<String, Step> steps = new TreeMap<>();
		before.forEach((key, quota) -> steps.put(key, new Step(counts, quota, false)));
		after.forEach((key, quota) -> {
			if (steps.remove(key) == null) {
				steps.put(key, new Step(counts, quota, true));
			}
		});
		return new QuotaChange(List.copyOf(steps.values()));
	}

	/**
	 * Whether the change takes no place and gives none back.
	 * @return whether there is nothing to do
	 */
	public boolean isNone() {
		return this.steps.isEmpty();
	}

	/**
	 * Return the quota of which the change takes a place, if that is all it does and it
	 * may begin again.
	 * @return the quota, or {@code null}
	 */
	public @Nullable ClientQuota onePlace() {
		boolean one = this.steps.size() == 1 && this.steps.get(0).takes() && mayBeginAgain();
		return one ? this.steps.get(0).quota() : null;
	}

	// Not with a transaction of the caller's, which ends with the first failure
	private static boolean mayBeginAgain() {
		return !TransactionSynchronizationManager.isActualTransactionActive();
	}

	/**
	 * Do something in a transaction, after the places were taken and given back in it.
	 * @param transactions the transactions
	 * @param action what to do
	 * @return what the action returned, {@code false} for {@code null}
	 * @throws RegistrationException if a quota is full; nothing is changed then
	 */
	public boolean with(TransactionOperations transactions, TransactionCallback<Boolean> action) {
		if (isNone()) {
			return Boolean.TRUE.equals(transactions.execute(action));
		}
		Optional<Boolean> result = Optional.empty();
		if (mayBeginAgain()) {
			result = transactions.execute((status) -> attemptAll(status) ? run(action, status) : Optional.empty());
		}
		return result.or(() -> transactions.execute((status) -> {
			this.steps.get(0).counts().lock();
			this.steps.forEach(Step::make);
			return run(action, status);
		})).get();
	}

	private boolean attemptAll(TransactionStatus status) {
		boolean all = this.steps.stream().allMatch(Step::attempt);
		if (!all) {
			status.setRollbackOnly();
		}
		return all;
	}

	private static Optional<Boolean> run(TransactionCallback<Boolean> action, TransactionStatus status) {
		return Optional.of(Boolean.TRUE.equals(action.doInTransaction(status)));
	}

	private record Step(ClientQuotaStore counts, ClientQuota quota, boolean takes) {

		boolean attempt() {
			return this.takes ? this.counts.tryTake(this.quota) : this.counts.tryGiveBack(this.quota);
		}

		void make() {
			long clients = this.counts.get(this.quota);
			if (this.takes && clients >= this.quota.limit()) {
				throw new QuotaExceededException(this.quota);
			}
			this.counts.set(this.quota, this.takes ? clients + 1 : Math.max(0, clients - 1));
		}

	}

}
