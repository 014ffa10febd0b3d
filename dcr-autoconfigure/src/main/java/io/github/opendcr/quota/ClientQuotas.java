package io.github.opendcr.quota;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.support.TransactionOperations;

/**
 * How many clients there may be at a time. A client takes a place in each of its quotas
 * when it registers, gives it back when it is deleted, and moves when an update makes
 * others of them, in the transaction that writes the client. Safe for use by several
 * threads and processes.
 *
 * @since 0.1.0
 */
public final class ClientQuotas implements SmartInitializingSingleton {

	private static final int PAGE = 1000;

	private final ClientQuotaSettings settings;

	private final ClientQuotaStore counts;

	private final ClientRegistrationStore registrations;

	private final TransactionOperations transactions;

	/**
	 * Create quotas.
	 * @param settings which quotas there are
	 * @param counts how many clients count for each
	 * @param registrations where the clients are
	 * @param transactions the transactions in which counts and registrations change
	 */
	public ClientQuotas(ClientQuotaSettings settings, ClientQuotaStore counts, ClientRegistrationStore registrations,
			TransactionOperations transactions) {
		this.settings = settings;
		this.counts = counts;
		this.registrations = registrations;
		this.transactions = transactions;
	}

	/**
	 * Return where the numbers are kept.
	 * @return the store
	 */
	public ClientQuotaStore counts() {
		return this.counts;
	}

	/**
	 * Return what becomes of the quotas when a client changes.
	 * @param before the registration as it is, or {@code null} for a new client
	 * @param after the registration as it will be, or {@code null} if it is deleted
	 * @return the change, which has yet to be made
	 */
	public QuotaChange change(@Nullable ClientRegistration before, @Nullable ClientRegistration after) {
		if (this.settings.isEmpty()) {
			return QuotaChange.NONE;
		}
		return QuotaChange.of(this.counts, (before != null) ? this.settings.of(before) : Map.of(),
				(after != null) ? this.settings.of(after) : Map.of());
	}

	/**
	 * Return how full the quotas are that clients share: that in all, and those of
	 * policies. Reads a few rows.
	 * @return by name: {@code total}, and {@code policy:} with the name of each policy
	 */
	public Map<String, Fill> fill() {
		Map<String, Fill> fill = new LinkedHashMap<>();
		this.settings.shared()
			.forEach((name, quota) -> fill.put(name, new Fill(this.counts.peek(quota), quota.limit())));
		return fill;
	}

	/**
	 * Return the names of the quotas that clients share.
	 * @return the names, as in {@link #fill()}
	 */
	public Set<String> names() {
		return this.settings.shared().keySet();
	}

	/**
	 * Count at each start: before it there may have been other quotas or none.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		try {
			recount();
		}
		catch (DuplicateKeyException | ConcurrencyFailureException ex) {
			recount(); // another process made the lock at the same time
		}
	}

	/**
	 * Count the registrations that there are: some may be from before a quota was set, or
	 * have been deleted behind our back. Whoever registers meanwhile waits. They are read
	 * only if there is a quota beside that in all.
	 */
	public void recount() {
		if (!this.settings.isEmpty()) {
			this.transactions.executeWithoutResult((status) -> {
				this.counts.lock();
				this.counts.replaceAll(Map.of()); // keeps those waiting who need no lock
				this.counts.replaceAll(this.settings.limitsGroups() ? countEach() : countInAll());
			});
		}
	}

	private Map<ClientQuota, Long> countInAll() {
		ClientQuota total = this.settings.inAll();
		long clients = (total != null) ? this.registrations.count() : 0;
		return (total != null && clients > 0) ? Map.of(total, clients) : Map.of();
	}

	private Map<ClientQuota, Long> countEach() {
		Map<ClientQuota, Long> clients = new HashMap<>();
		String last = null;
		List<ClientRegistration> page;
		do {
			page = this.registrations.findPage(null, last, PAGE);
			for (ClientRegistration registration : page) {
				this.settings.of(registration).values().forEach((quota) -> clients.merge(quota, 1L, Long::sum));
				last = registration.clientId();
			}
		}
		while (page.size() == PAGE);
		return clients;
	}

	/**
	 * How full a quota is.
	 *
	 * @param clients how many clients count
	 * @param limit how many there may be
	 * @since 0.1.0
	 */
	public record Fill(long clients, int limit) {

		/**
		 * Whether nobody can register any more.
		 * @return whether all places are taken
		 */
		public boolean isFull() {
			return this.clients >= this.limit;
		}

	}

}
