package io.github.opendcr.actuate;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.opendcr.lifecycle.ReaperRun;

/**
 * A run of the reaper as operators see it.
 */
final class ReaperView {

	private ReaperView() {
	}

	static Map<String, Object> of(ReaperRun run) {
		Map<String, Object> members = new LinkedHashMap<>();
		members.put("startedAt", run.startedAt().toString());
		members.put("deleted", !run.observed());
		members.put("expired", run.expired());
		members.put("neverUsed", run.neverUsed());
		members.put("unused", run.unused());
		members.put("failed", run.failed());
		if (run.orphans() != null) {
			members.put("registrationsWithoutClient", run.orphans().registrations());
			members.put("clientsWithoutRegistration", run.orphans().clients());
		}
		return members;
	}

}
