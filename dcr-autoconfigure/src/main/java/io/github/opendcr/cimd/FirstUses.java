package io.github.opendcr.cimd;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.limit.ClientAddress;
import io.github.opendcr.server.client.DocumentResolution.Caller;

/**
 * How many documents of unknown clients are fetched. The narrow budget comes before the
 * wide ones, and whoever is refused by one uses up none of the others. Clients that come
 * by themselves may be anybody, and have half of what they share with users.
 */
final class FirstUses {

	private static final String EVERYONE = "";

	private final FetchBudget perCaller;

	private final FetchBudget perHost;

	private final FetchBudget perNode;

	private final FetchBudget ofClientsPerHost;

	private final FetchBudget ofClientsPerNode;

	FirstUses(DocumentSettings.Budget budget, Clock clock) {
		this.perCaller = new FetchBudget(budget.perCaller(), clock);
		this.perHost = new FetchBudget(budget.perHost(), clock);
		this.perNode = new FetchBudget(budget.perNode(), clock);
		this.ofClientsPerHost = new FetchBudget(half(budget.perHost()), clock);
		this.ofClientsPerNode = new FetchBudget(half(budget.perNode()), clock);
	}

	private static @Nullable Integer half(@Nullable Integer limit) {
		return (limit != null) ? Integer.valueOf((limit + 1) / 2) : null;
	}

	/**
	 * Count a fetch.
	 * @param caller the user, or the client that comes by itself
	 * @param host the host of the document
	 * @return {@code null}, or when to try again if there were too many
	 */
	@Nullable Instant take(Caller caller, String host) {
		List<Share> shares = shares(caller, host);
		for (int i = 0; i < shares.size(); i++) {
			Instant end = shares.get(i).budget().take(shares.get(i).key());
			if (end != null) {
				shares.subList(0, i).forEach((share) -> share.budget().giveBack(share.key()));
				return end;
			}
		}
		return null;
	}

	private List<Share> shares(Caller caller, String host) {
		List<Share> shares = new ArrayList<>();
		shares.add(new Share(this.perCaller, caller.user() ? caller.name() : ClientAddress.of(caller.name())));
		if (!caller.user()) {
			shares.add(new Share(this.ofClientsPerHost, host));
			shares.add(new Share(this.ofClientsPerNode, EVERYONE));
		}
		shares.add(new Share(this.perHost, host));
		shares.add(new Share(this.perNode, EVERYONE));
		return shares;
	}

	/**
	 * What a fetch takes of a budget.
	 *
	 * @param budget the budget
	 * @param key whose it is
	 */
	private record Share(FetchBudget budget, String key) {
	}

}
