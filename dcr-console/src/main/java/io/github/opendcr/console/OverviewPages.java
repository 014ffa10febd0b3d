package io.github.opendcr.console;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import io.github.opendcr.ClientSearch;
import io.github.opendcr.ClientStatus;
import io.github.opendcr.audit.RecentRefusals;
import io.github.opendcr.console.template.JteoverviewGenerated;
import io.github.opendcr.console.view.Chart;
import io.github.opendcr.console.view.Overview;
import io.github.opendcr.console.view.Section;
import io.github.opendcr.lifecycle.ClientDirectory;
import io.github.opendcr.lifecycle.ClientReaper;
import io.github.opendcr.quota.ClientQuotas;

/**
 * The first page: how things are.
 *
 * @since 0.1.0
 */
public final class OverviewPages extends Pages {

	private static final int DAYS = 30;

	private static final int MOST_WAITING = 5;

	private static final ClientSearch WAITING = new ClientSearch(ClientStatus.PENDING, null, null, null, null, null,
			null, null);

	private final ClientDirectory directory;

	private final @Nullable ClientQuotas quotas;

	private final @Nullable RecentRefusals refusals;

	private final @Nullable ClientReaper reaper;

	/**
	 * Create the page.
	 * @param directory the clients
	 * @param quotas how many there may be, or {@code null} for any number
	 * @param refusals counts requests that are refused, or {@code null}
	 * @param reaper deletes clients at their end, or {@code null} if it is off
	 */
	public OverviewPages(ClientDirectory directory, @Nullable ClientQuotas quotas, @Nullable RecentRefusals refusals,
			@Nullable ClientReaper reaper) {
		this.directory = directory;
		this.quotas = quotas;
		this.refusals = refusals;
		this.reaper = reaper;
	}

	@Override
	void addTo(Routes routes) {
		routes.get("", (request) -> {
			Overview overview = overview();
			return Reply.page(Section.OVERVIEW,
					(output, frame) -> JteoverviewGenerated.render(output, null, frame, overview));
		});
	}

	private Overview overview() {
		return new Overview(this.directory.countByStatus(), Chart.of(this.directory.registrationsByDay(DAYS)),
				this.directory.search(WAITING, null, MOST_WAITING).clients(),
				(this.quotas != null) ? this.quotas.fill() : Map.of(),
				(this.refusals != null) ? this.refusals.lastDay() : null, this.reaper);
	}

}
