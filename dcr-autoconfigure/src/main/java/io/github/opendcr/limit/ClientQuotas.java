package io.github.opendcr.limit;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;
import io.github.opendcr.keys.Sha256;
import io.github.opendcr.quota.ClientQuota;
import io.github.opendcr.quota.ClientQuotaResolver;
import io.github.opendcr.quota.ClientQuotaStore;

import org.springframework.transaction.support.TransactionOperations;

/**
 * How many clients there may be at a time. A client takes a place in each of its quotas
 * when it registers, gives it back when it is deleted, and moves when an update makes
 * others of them. Whoever changes the counts does so alone until the transaction ends, so
 * that they are exact and nobody deadlocks. Safe for use by several threads and
 * processes.
 *
 * @since 0.1.0
 */
public final class ClientQuotas implements RegistrationConstraint {

	private static final int PAGE = 1000;

	// no quota has such a key
	private static final String CORRECTIONS = "corrections";

	private final ClientQuotaStore counts;

	private final ClientRegistrationStore registrations;

	private final @Nullable ClientQuota total;

	private final List<ClientQuotaResolver> resolvers;

	/**
	 * Create quotas.
	 * @param counts how many clients count for each
	 * @param registrations where the clients are
	 * @param total how many clients there may be in all, or {@code null} for any number
	 * @param resolvers which other quotas there are
	 */
	public ClientQuotas(ClientQuotaStore counts, ClientRegistrationStore registrations, @Nullable Integer total,
			List<ClientQuotaResolver> resolvers) {
		this.counts = counts;
		this.registrations = registrations;
		this.total = (total != null) ? new ClientQuota("total", "", total, "here") : null;
		this.resolvers = List.copyOf(resolvers);
	}

	/**
	 * Count the registrations that there are: some may be from before a quota was set, or
	 * have been deleted behind our back. They are read only if there is a quota beside
	 * that in all.
	 * @param transactions the transactions in which counts and registrations change
	 * @param snapshots transactions that see counts and registrations as they were at one
	 * time, so that others change them meanwhile and wait only while a difference is put
	 * right; if {@code null}, they wait until all are counted
	 */
	public void recount(TransactionOperations transactions, @Nullable TransactionOperations snapshots) {
		if (!limitsAnything()) {
			return;
		}
		if (snapshots == null) {
			transactions.executeWithoutResult((status) -> {
				this.counts.lock();
				correct(miscount());
			});
			return;
		}
		boolean corrected = false;
		while (!corrected) {
			Miscount miscount = snapshots.execute((status) -> miscount());
			corrected = transactions.execute((status) -> correct(miscount));
		}
	}

	private Miscount miscount() {
		Map<String, Long> differences = new HashMap<>();
		this.counts.findAll().forEach((key, clients) -> differences.put(key, -clients));
		Long corrections = differences.remove(CORRECTIONS);
		if (this.total != null && this.resolvers.isEmpty()) {
			add(this.registrations.count(), key(this.total), differences);
		}
		else {
			addEach(differences);
		}
		return new Miscount((corrections != null) ? -corrections : 0, differences);
	}

	private void addEach(Map<String, Long> differences) {
		String last = null;
		List<ClientRegistration> page;
		do {
			page = this.registrations.findPage(null, last, PAGE);
			for (ClientRegistration registration : page) {
				quotas(registration).keySet().forEach((key) -> add(1, key, differences));
				last = registration.clientId();
			}
		}
		while (page.size() == PAGE);
	}

	private static void add(long clients, String key, Map<String, Long> differences) {
		if (differences.merge(key, clients, Long::sum) == 0) {
			differences.remove(key);
		}
	}

	private boolean correct(Miscount miscount) {
		this.counts.lock();
		if (this.counts.get(CORRECTIONS) != miscount.corrections()) {
			return false; // another recount has put right what we have seen
		}
		if (!miscount.differences().isEmpty()) {
			Map<String, Long> corrected = new HashMap<>(this.counts.findAll());
			corrected.keySet().retainAll(miscount.differences().keySet());
			miscount.differences().forEach((key, difference) -> corrected.merge(key, difference, Long::sum));
			corrected.put(CORRECTIONS, miscount.corrections() + 1);
			this.counts.setAll(corrected);
		}
		return true;
	}

	private boolean limitsAnything() {
		return this.total != null || !this.resolvers.isEmpty();
	}

	@Override
	public boolean concerns(ClientRegistration registration) {
		return limitsAnything();
	}

	@Override
	public void onRegister(ClientRegistration registration) {
		Map<String, ClientQuota> entered = quotas(registration);
		if (!entered.isEmpty()) {
			this.counts.lock();
			entered.forEach(this::take);
		}
	}

	@Override
	public void onUpdate(ClientRegistration before, ClientRegistration after) {
		move(before, quotas(after));
	}

	@Override
	public void onDelete(ClientRegistration registration) {
		move(registration, Map.of());
	}

	private void move(ClientRegistration before, Map<String, ClientQuota> after) {
		if (!limitsAnything()) {
			return;
		}
		this.counts.lock();
		// Others may have moved it before us, if its token stayed the same
		ClientRegistration current = this.registrations.findByClientId(before.clientId());
		Map<String, ClientQuota> left = (current != null) ? quotas(current) : new LinkedHashMap<>();
		after.forEach((key, quota) -> {
			if (left.remove(key) == null) {
				take(key, quota);
			}
		});
		left.keySet().forEach(this::giveBack);
	}

	private void take(String key, ClientQuota quota) {
		long clients = this.counts.get(key);
		if (clients >= quota.limit()) {
			throw new RegistrationException(RegistrationError.ACCESS_DENIED,
					"As many clients as allowed (" + quota.limit() + ") are registered " + quota.description()
							+ ": delete one that is no longer used, or ask the operator of this server");
		}
		this.counts.set(key, clients + 1);
	}

	// Perhaps to below 0, if a recount that has seen the client is about to add it
	private void giveBack(String key) {
		this.counts.set(key, this.counts.get(key) - 1);
	}

	private Map<String, ClientQuota> quotas(ClientRegistration registration) {
		Map<String, ClientQuota> quotas = new LinkedHashMap<>();
		if (this.total != null) {
			quotas.put(key(this.total), this.total);
		}
		for (ClientQuotaResolver resolver : this.resolvers) {
			for (ClientQuota quota : resolver.resolve(registration)) {
				quotas.put(key(quota), quota);
			}
		}
		return quotas;
	}

	private static String key(ClientQuota quota) {
		return quota.name() + ":" + Sha256.of(quota.value());
	}

	/**
	 * What is wrong with the counts. It stays as it is while others register and delete,
	 * since they change counts and registrations alike.
	 *
	 * @param corrections how many recounts had put something right before
	 * @param differences how many clients are missing by key, or too many if negative
	 */
	private record Miscount(long corrections, Map<String, Long> differences) {
	}

}
