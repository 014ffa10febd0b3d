package io.github.opendcr.cimd;

import java.time.Clock;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.limit.ClientAddress;

/**
 * How many documents of unknown clients are fetched. The narrow budget comes before the
 * wide ones, and whoever is refused by one uses up none of the others.
 */
final class FirstUses {

	private static final String EVERYONE = "";

	private final FetchBudget perCaller;

	private final FetchBudget perHost;

	private final FetchBudget perNode;

	FirstUses(DocumentSettings.Budget budget, Clock clock) {
		this.perCaller = new FetchBudget(budget.perCaller(), clock);
		this.perHost = new FetchBudget(budget.perHost(), clock);
		this.perNode = new FetchBudget(budget.perNode(), clock);
	}

	/**
	 * Count a fetch.
	 * @param caller the name of a user, or an address from which a client comes
	 * @param host the host of the document
	 * @return {@code null}, or when to try again if there were too many
	 */
	@Nullable Instant take(String caller, String host) {
		String who = ClientAddress.of(caller);
		Instant end = this.perCaller.take(who);
		if (end != null) {
			return end;
		}
		end = this.perHost.take(host);
		if (end == null) {
			end = this.perNode.take(EVERYONE);
			if (end == null) {
				return null;
			}
			this.perHost.giveBack(host);
		}
		this.perCaller.giveBack(who);
		return end;
	}

}
