package io.github.opendcr.cimd;

import java.time.Clock;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

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
	 * @return {@code null}, or when to try again if there were too many
	 */
	@Nullable Instant take(String caller, String host) {
		Instant end = this.perCaller.take(caller);
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
		this.perCaller.giveBack(caller);
		return end;
	}

}
