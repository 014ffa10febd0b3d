package io.github.opendcr.console.view;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientRegistration;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.audit.RecentRefusals.Refusals;
import io.github.opendcr.lifecycle.ClientReaper;
import io.github.opendcr.quota.ClientQuotas;

/**
 * How things are.
 *
 * @param clients how many there are of each status
 * @param chart how many registered on which day
 * @param waiting those that wait for approval, the first few
 * @param quotas how full the quotas are, by name
 * @param refusals the requests that were refused, or {@code null} if nothing counts them
 * @param reaper what deletes clients at their end, or {@code null} if it is off
 * @since 0.1.0
 */
public record Overview(Map<ClientStatus, Long> clients, Chart chart, List<ClientRegistration> waiting,
		Map<String, ClientQuotas.Fill> quotas, @Nullable Refusals refusals, @Nullable ClientReaper reaper) {

	private static final String POLICY = "policy:";

	/**
	 * Return how many clients have a status.
	 * @param status the status
	 * @return the number
	 */
	public long count(ClientStatus status) {
		return this.clients.getOrDefault(status, 0L);
	}

	/**
	 * Return how many clients there are.
	 * @return the number in all
	 */
	public long total() {
		return this.clients.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * Return what a quota is called.
	 * @param name its name
	 * @return the name in words
	 */
	public static String quota(String name) {
		String policy = name.startsWith(POLICY) ? name.substring(POLICY.length()) : null;
		if (policy == null) {
			return "All clients";
		}
		return policy.isEmpty() ? "Everyone’s policy" : "Policy " + policy;
	}

	/**
	 * Return how full a quota is.
	 * @param fill the quota
	 * @return percents, 100 at most
	 */
	public static long percent(ClientQuotas.Fill fill) {
		return (fill.limit() > 0) ? Math.min(100, fill.clients() * 100 / fill.limit()) : 100;
	}

}
