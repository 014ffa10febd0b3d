package io.github.opendcr.limit;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientQuota;
import io.github.opendcr.ClientQuotaResolver;
import io.github.opendcr.ClientQuotaStore;
import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientRegistrationStore;
import io.github.opendcr.RegistrationConstraint;
import io.github.opendcr.RegistrationError;
import io.github.opendcr.RegistrationException;

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
	 * Count the registrations that there are, as long as it takes while no other changes:
	 * those from before a quota was set, or that were deleted behind our back. They are
	 * read only if there is a quota beside that in all. It must be called in a
	 * transaction.
	 */
	public void recount() {
		if (!limitsAnything()) {
			return;
		}
		this.counts.lock();
		this.counts.replaceAll((this.total != null && this.resolvers.isEmpty())
				? Map.of(key(this.total), this.registrations.count()) : clientsOfEachQuota());
	}

	private Map<String, Long> clientsOfEachQuota() {
		Map<String, Long> clients = new HashMap<>();
		String last = null;
		List<ClientRegistration> page;
		do {
			page = this.registrations.findPage(null, last, PAGE);
			for (ClientRegistration registration : page) {
				quotas(registration).keySet().forEach((key) -> clients.merge(key, 1L, Long::sum));
				last = registration.clientId();
			}
		}
		while (page.size() == PAGE);
		return clients;
	}

	private boolean limitsAnything() {
		return this.total != null || !this.resolvers.isEmpty();
	}

	@Override
	public boolean concerns(ClientRegistration registration) {
		return limitsAnything();
	}

	@Override
	public boolean concernsDeletions() {
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

	private void giveBack(String key) {
		long clients = this.counts.get(key);
		if (clients > 0) {
			this.counts.set(key, clients - 1);
		}
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
		return quota.name() + ":" + Digest.of(quota.value());
	}

}
